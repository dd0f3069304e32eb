// An event: it has happened or not, and threads wait for it.
//
// Source: free-threaded CPython's PyEvent (lock.c): a byte that says "not yet", "not yet, and
// somebody may be parked", or "happened", for good.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "interp_core/lock/parking_lot.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here.
struct event_rules {
  // The mark of waiters is read in the step that sets the event.
  static constexpr bool sets_in_one_step = true;
  // All who wait are woken.
  static constexpr bool wakes_all = true;
  // What the one who sets it publishes.
  static constexpr std::memory_order set_order = std::memory_order_release;
};

template <class Rules = event_rules>
class basic_event {
 public:
  basic_event() { sync::label(state_, "event"); }

  bool is_set() const { return state_.load(std::memory_order_acquire) == happened; }

  template <class Lot>
  void set(Lot& lot) {
    std::uint8_t before;
    if (Rules::sets_in_one_step) {
      before = state_.exchange(happened, Rules::set_order);
    } else {
      before = state_.load(std::memory_order_relaxed);
      state_.store(happened, Rules::set_order);
    }
    if (before != awaited) return;
    if (Rules::wakes_all) {
      lot.unpark_all(state_);
    } else {
      lot.unpark(state_, [](void*, bool) {});
    }
  }

  template <class Lot, class Way = stays_attached>
  void wait(Lot& lot, Way&& way = {}) {
    while (!wait_once(lot, way, nullptr)) {
    }
  }

  // False where the time is up and it has not happened; may also be for no reason.
  template <class Lot, class Way = stays_attached>
  bool wait_until(Lot& lot, std::chrono::nanoseconds deadline, Way&& way = {}) {
    return wait_once(lot, way, &deadline);
  }

 private:
  static constexpr std::uint8_t not_yet = 0, awaited = 1, happened = 2;

  template <class Lot, class Way>
  bool wait_once(Lot& lot, Way& way, const std::chrono::nanoseconds* deadline) {
    std::uint8_t seen = state_.load(std::memory_order_acquire);
    if (seen == happened) return true;
    if (seen == not_yet && !state_.compare_exchange_strong(seen, awaited, std::memory_order_relaxed,
                                                           std::memory_order_acquire))
      if (seen == happened) return true;
    lot.template park<std::uint8_t>(state_, awaited, nullptr, way, deadline);
    return is_set();
  }

  sync::atomic<std::uint8_t> state_{not_yet};
};

using event = basic_event<>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
