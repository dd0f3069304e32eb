// A recursive lock that is private to one thread until a second one comes: locks for what is hardly
// ever shared, nearly free for its owner.
//
// Source: the Gilectomy talk's last ideas ("thread-private locks": an object belongs to one thread,
// which need not synchronise, until it is promoted to public). Two ways to promote are known:
// - by a fence: Dice, Moir, Scherer, "Quickly Reacquirable Locks" (2003), and Vasudevan, Namjoshi,
//   Edelsohn, "Simple and Fast Biased Locks" (PACT 2010). The owner says that it is in, and looks
//   whether the lock is still private; the promoter says that it is not, and looks whether the
//   owner is in. All synchronisation is the promoter's: a fence that counts in the owner's thread.
// - at a safepoint: the promoter asks, and the owner promotes the lock when it is not in.
//   safepoint_private_lock.hpp.
// Once public, a lock stays public.
#pragma once

#include <atomic>
#include <cstdint>

#include "interp_core/lock/recursive_lock.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here.
struct private_lock_rules {
  // The two threads' fences: who is in says so before it looks for the other.
  static constexpr bool has_fences = true;
  // The owner looks whether the lock is private after it has said that it is in.
  static constexpr bool looks_again = true;
  // The promoter waits until the owner has left.
  static constexpr bool waits_for_owner = true;
  // What the owner that leaves publishes to the promoter.
  static constexpr std::memory_order leave_order = std::memory_order_release;

  // Light: for the owner, at each lock. Heavy: once, by who promotes.
#if SUTURE_SYNC_ASYMMETRIC_FENCES
  static void light_fence() { sync::asymmetric_thread_fence_light(); }
  static void heavy_fence() { sync::asymmetric_thread_fence_heavy(); }
#else
  static void light_fence() { sync::fence(std::memory_order_seq_cst); }
  static void heavy_fence() { sync::fence(std::memory_order_seq_cst); }
#endif
};

// The face of recursive_lock. It belongs to the thread that makes it; any other promotes it by
// locking it, and waits until the owner is not in.
template <class Rules = private_lock_rules>
class basic_private_lock {
 public:
  basic_private_lock() : owner_(lock_owner_id()) {
    sync::label(is_in_, "owner is in");
    sync::label(is_wanted_, "lock is wanted");
    sync::label(is_public_, "lock is public");
    sync::label(depth_, "private depth");
  }

  void lock() {
    if (lock_owner_id() == owner_) {
      if (enter_privately()) {
        sync::mark_locked(this);
        return;
      }
      shared_.lock();
      return;
    }
    shared_.lock();
    if (!is_public_.get()) promote();
  }

  void unlock() {
    if (lock_owner_id() != owner_ || depth_.get() == 0) {
      shared_.unlock();
      return;
    }
    sync::mark_unlocked(this);
    depth_.set(depth_.get() - 1);
    if (depth_.get() == 0) is_in_.store(false, Rules::leave_order);
  }

  // Nobody holds it. Meant for when no other thread is about.
  bool is_idle() const { return depth_.get() == 0 && shared_.is_idle(); }

  // Has any other thread been here? For tests, when no other thread is about.
  bool is_public() const { return is_public_.get(); }

 private:
  // By the owner.
  bool enter_privately() {
    if (depth_.get() == 0) {
      if (is_wanted_.load(std::memory_order_relaxed)) return false;
      is_in_.store(true, std::memory_order_relaxed);
      if (Rules::has_fences) Rules::light_fence();
      if (Rules::looks_again && is_wanted_.load(std::memory_order_relaxed)) {
        is_in_.store(false, std::memory_order_release);
        return false;
      }
    }
    depth_.set(depth_.get() + 1);
    return true;
  }

  // By another, which has `shared_`: whoever locks from now on locks that.
  void promote() {
    is_wanted_.store(true, std::memory_order_relaxed);
    if (Rules::has_fences) Rules::heavy_fence();
    if (Rules::waits_for_owner)
      sync::spin_until([&] { return !is_in_.load(std::memory_order_acquire); });
    is_public_.set(true);
  }

  const std::uint32_t owner_;
  sync::var<std::uint32_t> depth_{0};  // the owner's, while the lock is private
  sync::atomic<bool> is_in_{false}, is_wanted_{false};
  sync::var<bool> is_public_{false};  // under shared_
  recursive_lock<> shared_;
};

using private_lock = basic_private_lock<>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
