// A mutex of one byte, whose waiters sleep in a parking lot.
//
// Source: free-threaded CPython's PyMutex (lock.c, pycore_lock.h), after WebKit's WTF::Lock. Two
// bits: locked, and "somebody may be parked". Who finds it locked looks on for a while, since most
// sections are short, marks the byte and parks. Unlock of a marked mutex goes to the lot: it takes
// the first waiter and sets the byte anew, all under the bucket's lock.
//   Whoever runs is faster than who must be woken, so a waiter could lose for ever. A waiter that
// has waited for a millisecond is handed the mutex: the byte stays locked, and it owns it when it
// wakes.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "interp_core/lock/parking_lot.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here.
struct py_mutex_rules {
  // How often a thread looks, and lets others go first, before it parks.
  static constexpr int looks = 40;
  // After how long it is handed over.
  static constexpr std::chrono::nanoseconds patience = std::chrono::milliseconds(1);

  // The mark stays while others may be parked.
  static constexpr bool keeps_mark = true;
  // A mutex that is handed over stays locked.
  static constexpr bool stays_locked = true;
  // Who was handed the mutex knows it. Otherwise it waits for itself.
  static constexpr bool knows_of_hand_over = true;
  // What unlock publishes to the next owner.
  static constexpr std::memory_order unlock_order = std::memory_order_release;
};

// Not recursive. `Lot` is where its waiters park, and outlives it. Unlock touches the mutex no more
// once another can have it, unless its mark was set: whoever frees it must know that every unlock
// has returned.
template <class Rules = py_mutex_rules>
class basic_py_mutex {
 public:
  basic_py_mutex() { sync::label(bits_, "mutex"); }

  template <class Lot, class Way = stays_attached>
  void lock(Lot& lot, Way&& way = {}) {
    if (!try_take(0)) lock_contended(lot, way);
    sync::mark_locked(this);
  }

  bool try_lock() {
    if (!try_take(0)) return false;
    sync::mark_locked(this);
    return true;
  }

  template <class Lot>
  void unlock(Lot& lot) {
    sync::mark_unlocked(this);
    std::uint8_t seen = locked;
    if (bits_.compare_exchange_strong(seen, 0, Rules::unlock_order, std::memory_order_relaxed))
      return;
    sync::check((seen & locked) != 0, "a mutex is unlocked by its holder");
    lot.unpark(bits_, [this](void* told, bool more) { pass_on(static_cast<waiter*>(told), more); });
  }

  bool is_locked() const { return (bits_.load(std::memory_order_acquire) & locked) != 0; }

  // Nobody holds it, and no waiter has left a mark. Meant for when no other thread is about, and
  // where it shares its bucket with no other word (gh-135641).
  bool is_idle() const { return bits_.load(std::memory_order_relaxed) == 0; }

 private:
  static constexpr std::uint8_t locked = 1, marked = 2;

  // What a parked thread and the one that unlocks tell each other, under the bucket's lock.
  struct waiter {
    std::chrono::nanoseconds fair_at;
    sync::var<bool> is_mine{false};
  };

  bool try_take(std::uint8_t seen) {
    return bits_.compare_exchange_strong(seen, seen | locked, std::memory_order_acquire,
                                         std::memory_order_relaxed);
  }

  template <class Lot, class Way>
  void lock_contended(Lot& lot, Way& way) {
    waiter me{sync::clock::now() + Rules::patience};
    int looks = 0;
    while (true) {
      std::uint8_t seen = bits_.load(std::memory_order_relaxed);
      if ((seen & locked) == 0) {
        if (try_take(seen)) return;
        continue;
      }
      if ((seen & marked) == 0) {
        if (looks < Rules::looks) {
          ++looks;
          sync::yield();
          continue;
        }
        if (!bits_.compare_exchange_strong(seen, seen | marked, std::memory_order_relaxed))
          continue;
      }
      const park_result how = lot.template park<std::uint8_t>(bits_, locked | marked, &me, way);
      if (how == park_result::unparked && Rules::knows_of_hand_over && me.is_mine.get()) return;
    }
  }

  // By the holder, under the bucket's lock. Null: nobody was parked after all.
  void pass_on(waiter* next, bool more) {
    std::uint8_t after = 0;
    if (next != nullptr && sync::clock::now() > next->fair_at) {
      next->is_mine.set(true);
      if (Rules::stays_locked) after |= locked;
    }
    if (Rules::keeps_mark && more) after |= marked;
    bits_.store(after, Rules::unlock_order);
  }

  sync::atomic<std::uint8_t> bits_{0};
};

using py_mutex = basic_py_mutex<>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
