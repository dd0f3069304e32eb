// A recursive lock that is private to one thread, which promotes it to public itself.
//
// Source: the Gilectomy talk's thread-private locks, promoted as HotSpot revokes a biased lock: at
// a safepoint of its owner (Russell, Detlefs, "Eliminating Synchronization-Related Atomic
// Operations with Biased Locking and Bulk Rebiasing", OOPSLA 2006). The owner's lock and unlock are
// plain counting, without any fence. The price: who wants it waits until the owner comes to a
// safepoint outside of it, and an owner that blocks or ends must promote all its locks first.
#pragma once

#include <atomic>
#include <cstdint>

#include "interp_core/lock/recursive_lock.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here.
struct safepoint_rules {
  // Who wants it waits for the owner's answer.
  static constexpr bool waits_for_answer = true;
  // The owner promotes it only where it is not in.
  static constexpr bool promotes_outside = true;
  // What the owner publishes with it: all that it has done inside.
  static constexpr std::memory_order answer_order = std::memory_order_release;
};

// The face of recursive_lock, and safepoint. It belongs to the thread that makes it.
template <class Rules = safepoint_rules>
class basic_safepoint_private_lock {
 public:
  basic_safepoint_private_lock() : owner_(lock_owner_id()) {
    sync::label(depth_, "private depth");
    sync::label(is_asked_, "owner is asked");
    sync::label(is_public_, "lock is public");
  }

  void lock() {
    if (is_mine()) {
      depth_.set(depth_.get() + 1);
      sync::mark_locked(this);
      return;
    }
    if (lock_owner_id() != owner_ && !is_public_.load(std::memory_order_acquire)) {
      is_asked_.store(true, std::memory_order_relaxed);
      if (Rules::waits_for_answer)
        sync::spin_until([&] { return is_public_.load(std::memory_order_acquire); });
    }
    shared_.lock();
  }

  void unlock() {
    if (lock_owner_id() != owner_ || depth_.get() == 0) {
      shared_.unlock();
      return;
    }
    sync::mark_unlocked(this);
    depth_.set(depth_.get() - 1);
  }

  // By the owner, now and then: promotes the lock if somebody has asked.
  void safepoint() {
    if (is_asked_.load(std::memory_order_relaxed)) promote();
  }
  // By the owner, before it blocks for long, and before it ends.
  void promote() {
    if (is_mine() && (depth_.get() == 0 || !Rules::promotes_outside))
      is_public_.store(true, Rules::answer_order);
  }

  // Nobody holds it. Meant for when no other thread is about.
  bool is_idle() const { return depth_.get() == 0 && shared_.is_idle(); }

 private:
  // Is the calling thread the owner, and the lock still private? Only the owner makes it public, so
  // it sees the truth.
  bool is_mine() const {
    return lock_owner_id() == owner_ && !is_public_.load(std::memory_order_relaxed);
  }

  const std::uint32_t owner_;
  sync::var<std::uint32_t> depth_{0};  // the owner's
  sync::atomic<bool> is_asked_{false}, is_public_{false};
  recursive_lock<> shared_;
};

using safepoint_private_lock = basic_safepoint_private_lock<>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
