// A mutex of one word that enters the kernel only while it is contended.
//
// Source: Ulrich Drepper, "Futexes Are Tricky" (2004), class mutex2: 0 unlocked, 1 locked, 2 locked
// and somebody may be asleep. This is the native half of the Gilectomy's recursive lock
// (lock_linux.h).
//
// Deviations from the paper:
// - unlock is one exchange with 0 instead of a decrement followed by a store of 0: the same two
//   outcomes in one step.
// - before sleeping the word is read once more in user space; the paper leaves that to the kernel's
//   comparison alone. It saves a system call where the owner has just left.
#pragma once

#include <atomic>
#include <cstdint>

#include "interp_core/lock/futex_rules.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Not recursive and not fair. Who holds it is nowhere written down: a thread that locks twice
// waits for itself. Any thread may call lock; unlock belongs to the one that holds it.
//
// The unlocking thread may still touch the word after the next owner has it: whoever frees the
// mutex must know that every unlock has returned, not only that nobody holds it.
template <class Rules = futex_rules>
class futex_mutex {
 public:
  futex_mutex() { sync::label(word_, "futex word"); }

  void lock() {
    std::uint32_t seen = unlocked;
    if (!word_.compare_exchange_strong(seen, locked, std::memory_order_acquire,
                                       std::memory_order_relaxed))
      lock_contended();
    sync::mark_locked(this);
  }

  void unlock() {
    sync::mark_unlocked(this);
    if (word_.exchange(unlocked, Rules::unlock_order) == contended) Rules::wake_one(word_);
  }

  // Nobody holds it, and no waiter has left a mark. Meant for when no other thread is about.
  bool is_idle() const { return word_.load(std::memory_order_relaxed) == unlocked; }

 private:
  static constexpr std::uint32_t unlocked = 0, locked = 1, contended = 2;
  static constexpr std::uint32_t marked = Rules::marks_waiters ? contended : locked;

  // Every turn of the loop tries to take the lock and marks it in the same step. One that gets it
  // here leaves the mark standing, since others may sleep: at worst one wake-up too many.
  void lock_contended() {
    while (word_.exchange(marked, std::memory_order_acquire) != unlocked) {
      const std::uint32_t now = word_.load(std::memory_order_relaxed);
      // The re-check. Without it we sleep on a word already unlocked, whose wake-up is spent.
      if (Rules::rechecks && now != marked) continue;
      Rules::sleep(word_, now);
    }
  }

  sync::atomic<std::uint32_t> word_{unlocked};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
