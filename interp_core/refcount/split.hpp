// Mutant: reference count by an atomic load and an atomic store, not one step.
//
// This is what `++` and `--` on a shared word come down to once the language's data race is taken
// out of the way: an update between the two is lost. A lost increment frees the object under
// somebody's hands, a lost decrement never frees it.
#pragma once

#include <atomic>
#include <cstdint>

#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

class split {
 public:
  split() { sync::label(count_, "refcount"); }

  void increment(runtime&) { add(1); }

  // True if that seemed to be the last reference.
  bool decrement(runtime&) { return add(-1) == 0; }

  // For checks, when no other thread is about.
  std::int64_t value() const { return count_.load(std::memory_order_relaxed); }

 private:
  std::int64_t add(std::int64_t n) {
    const std::int64_t now = count_.load(std::memory_order_acquire) + n;
    count_.store(now, std::memory_order_release);
    return now;
  }

  sync::atomic<std::int64_t> count_{1};
};

}  // namespace refcount
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
