// A word changed by compare-exchange until it succeeds.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

// Stores next(seen) over the value seen, and returns what it stored. Where a run has been cut short
// nothing succeeds any more; a destructor that comes here then must come to an end all the same.
template <class Next>
std::int64_t update(sync::atomic<std::int64_t>& word, Next next, std::memory_order order) {
  std::int64_t seen = word.load(std::memory_order_relaxed);
  std::int64_t fresh = next(seen);
  while (!word.compare_exchange_strong(seen, fresh, order, std::memory_order_relaxed)) {
    if (std::uncaught_exceptions() != 0) break;
    fresh = next(seen);
  }
  return fresh;
}

}  // namespace refcount
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
