// The recursive lock objects are protected with: a native mutex, an owner and a depth.
//
// Source: the Gilectomy's py_recursivelock_t (native lock, count, tid). It must be recursive,
// because a dict's lookup may call back into the same dict, and it must cost no kernel resource
// until two threads meet at one object, because every object has one. On Linux the native mutex is
// a futex; elsewhere it is what the platform has (pthread_mutex.hpp).
//
// Deviation: the owner is cleared before the lock is released and is the only field read without
// the lock. The original's racy fast path is kept as a mutant in stale_owner_lock.hpp.
#pragma once

#include <atomic>
#include <cstdint>

#include "interp_core/lock/futex_mutex.hpp"
#include "interp_core/lock/futex_rules.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The calling thread as locks write it down; 0 is nobody.
inline std::uint32_t lock_owner_id() { return sync::this_thread_id() + 1; }

// Any thread may lock, as often as it likes, and unlocks as often as it locked. See the native
// mutex for when it may be freed.
template <class Native, class Rules = futex_rules>
class basic_recursive_lock {
 public:
  basic_recursive_lock() {
    sync::label(owner_, "lock owner");
    sync::label(depth_, "lock depth");
  }

  void lock() {
    const std::uint32_t me = lock_owner_id();
    // Relaxed is enough. Only this thread ever writes `me`, and it writes 0 over it before it
    // releases; a thread never reads a value older than its own last store. So `me` means held.
    if (owner_.load(std::memory_order_relaxed) == me) {
      depth_.set(depth_.get() + 1);
      sync::mark_locked(&native_);
      return;
    }
    native_.lock();
    owner_.store(me, std::memory_order_relaxed);
    depth_.set(1);
  }

  // The caller holds it.
  void unlock() {
    if constexpr (Rules::counts_depth) {
      const std::uint32_t left = depth_.get() - 1;
      depth_.set(left);
      if (left != 0) {
        sync::mark_unlocked(&native_);
        return;
      }
    }
    owner_.store(nobody, std::memory_order_relaxed);
    native_.unlock();
  }

  // Nobody holds it and nothing is left of those who did. Meant for when no other thread is about.
  bool is_idle() const {
    return owner_.load(std::memory_order_relaxed) == nobody && native_.is_idle();
  }

 private:
  static constexpr std::uint32_t nobody = 0;

  Native native_;
  sync::atomic<std::uint32_t> owner_{nobody};
  sync::var<std::uint32_t> depth_{0};  // protected by native_
};

template <class Rules = futex_rules>
using recursive_lock = basic_recursive_lock<futex_mutex<Rules>, Rules>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
