// Mutant: the Gilectomy's recursive lock as it was written, with its racy fast path.
//
// Source: lock.h, _py_recursivelock_lock, in our own words. The fast path reads the count, then the
// owner, with nothing between them; unlock leaves the owner's name standing; lock stores owner,
// then count. Where no load or store is reordered that is safe: a count above zero means that
// whoever took the lock has already written its name. Elsewhere a thread may see another's count
// and still its own old name, and walks in.
//
// The fields are relaxed atomics, so that what is found is the broken exclusion itself and not the
// data race on the two words (the original has that as well).
#pragma once

#include <atomic>
#include <cstdint>

#include "interp_core/lock/futex_mutex.hpp"
#include "interp_core/lock/recursive_lock.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Same face as recursive_lock.
class stale_owner_lock {
 public:
  stale_owner_lock() {
    sync::label(count_, "lock count");
    sync::label(owner_, "lock owner");
  }

  void lock() {
    const std::uint32_t me = lock_owner_id();
    const std::uint32_t count = count_.load(std::memory_order_relaxed);
    if (count != 0 && owner_.load(std::memory_order_relaxed) == me) {
      count_.store(count + 1, std::memory_order_relaxed);
      sync::mark_locked(&native_);
      return;
    }
    native_.lock();
    owner_.store(me, std::memory_order_relaxed);
    count_.store(1, std::memory_order_relaxed);
  }

  void unlock() {
    const std::uint32_t count = count_.load(std::memory_order_relaxed) - 1;
    count_.store(count, std::memory_order_relaxed);
    if (count == 0) {
      native_.unlock();
    } else {
      sync::mark_unlocked(&native_);
    }
  }

  bool is_idle() const { return count_.load(std::memory_order_relaxed) == 0 && native_.is_idle(); }

 private:
  futex_mutex<> native_;
  sync::atomic<std::uint32_t> count_{0};
  sync::atomic<std::uint32_t> owner_{0};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
