// A mutex of one word, with the stack of its waiters in it.
//
// Source: free-threaded CPython's _PyRawMutex (lock.c), which the parking lot's buckets are locked
// with: it needs nothing but a semaphore for each thread. Bit 0 says "locked", the rest is the
// newest waiter's node, with a link to the one before. Unlock takes the newest off, which frees the
// mutex in the same step, and then posts its semaphore. Who is woken competes again.
//   A waiter must not leave before that post has come, even if it is awake and the mutex free: its
// semaphore goes with its node (gh-148820).
//
// Deviation: a node lies in a block of its own instead of on the waiter's stack (see
// parking_lot.hpp).
#pragma once

#include <atomic>
#include <cstdint>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here.
struct raw_mutex_rules {
  // Whatever wakes a waiter, it waits until its semaphore has been posted (gh-148820).
  static constexpr bool waits_for_post = true;
  // Unlock leaves the waiters that it does not wake where they are.
  static constexpr bool keeps_others = true;
  // What unlock publishes to the next owner.
  static constexpr std::memory_order unlock_order = std::memory_order_release;

  // May a waiter wake because of a signal, now? Asked once for each node.
  static bool is_interrupted() { return false; }
};

// Not recursive, and not fair: the newest waiter comes first.
template <class Rules = raw_mutex_rules>
class basic_raw_mutex {
 public:
  basic_raw_mutex() { sync::label(word_, "mutex"); }

  void lock() {
    std::uintptr_t free = 0;
    if (!take(free)) lock_contended();
    sync::mark_locked(this);
  }

  void unlock() {
    sync::mark_unlocked(this);
    std::uintptr_t seen = word_.load(std::memory_order_acquire);
    while (true) {
      waiter* const newest = waiter_in(seen);
      const std::uintptr_t rest =
          newest != nullptr && Rules::keeps_others ? newest->before.get() : 0;
      if (!word_.compare_exchange_strong(seen, rest, Rules::unlock_order,
                                         std::memory_order_acquire))
        continue;
      if (newest != nullptr) newest->posted.release();
      return;
    }
  }

  // Nobody holds it or waits for it. Meant for when no other thread is about.
  bool is_idle() const { return word_.load(std::memory_order_relaxed) == 0; }

 private:
  static constexpr std::uintptr_t locked = 1;

  struct alignas(16) waiter {
    waiter() { sync::label(before, "waiter before"); }
    sync::var<std::uintptr_t> before{0};  // who waited when this one came, or 0
    sync::binary_semaphore posted{0};
  };

  // A waiter's node, for as long as it stays in lock.
  struct waiting {
    waiting() : node(sync::make_at<waiter>(sync::site::current())) {}
    ~waiting() { sync::destroy(node); }
    waiting(const waiting&) = delete;
    waiting& operator=(const waiting&) = delete;
    waiter* const node;
  };

  static waiter* waiter_in(std::uintptr_t word) {
    return reinterpret_cast<waiter*>(word & ~locked);
  }

  bool take(std::uintptr_t& seen) {
    return word_.compare_exchange_strong(seen, seen | locked, std::memory_order_acquire,
                                         std::memory_order_relaxed);
  }

  void lock_contended() {
    const waiting me;
    bool may_be_interrupted = true;
    std::uintptr_t seen = word_.load(std::memory_order_relaxed);
    while (true) {
      if ((seen & locked) == 0) {
        if (take(seen)) return;
        continue;
      }
      me.node->before.set(seen & ~locked);
      if (!word_.compare_exchange_strong(seen, reinterpret_cast<std::uintptr_t>(me.node) | locked,
                                         std::memory_order_release, std::memory_order_relaxed))
        continue;
      if (may_be_interrupted && Rules::is_interrupted()) {
        may_be_interrupted = false;
        if (!Rules::waits_for_post && try_without_post()) return;
      }
      me.node->posted.acquire();
      seen = word_.load(std::memory_order_relaxed);
    }
  }

  // Wrong: what a waiter did that was awake and found the mutex free, with its post on the way.
  bool try_without_post() {
    std::uintptr_t seen = word_.load(std::memory_order_relaxed);
    return (seen & locked) == 0 && take(seen);
  }

  sync::atomic<std::uintptr_t> word_{0};
};

using raw_mutex = basic_raw_mutex<>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
