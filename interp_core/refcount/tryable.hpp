// Reference count that can be taken by somebody who has no reference: unless it has reached zero.
//
// Source: free-threaded CPython's _Py_TryIncRefShared, without its division into a local and a
// shared count. A lock-free reader finds a pointer in a container and may take a reference through
// it only while the object still lives; the memory must be there in any case (grace_periods.hpp).
#pragma once

#include <atomic>
#include <cstdint>

#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

// See atomic.hpp for the orders.
class tryable {
 public:
  tryable() { sync::label(count_, "refcount"); }

  void increment(runtime&) { count_.fetch_add(1, std::memory_order_relaxed); }

  // False where the last reference is gone: nothing brings the object back.
  bool try_increment(runtime&) {
    std::int64_t seen = count_.load(std::memory_order_relaxed);
    while (seen != 0)
      if (count_.compare_exchange_strong(seen, seen + 1, std::memory_order_relaxed,
                                         std::memory_order_relaxed))
        return true;
    return false;
  }

  // True if that was the last reference.
  bool decrement(runtime&) {
    if (count_.fetch_sub(1, std::memory_order_release) != 1) return false;
    sync::fence(std::memory_order_acquire);
    return true;
  }

  // For checks, when no other thread is about.
  std::int64_t value() const { return count_.load(std::memory_order_relaxed); }

 private:
  sync::atomic<std::int64_t> count_{1};
};

}  // namespace refcount
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
