// Something that is done once, by whichever thread needs it first, while the others wait.
//
// Source: free-threaded CPython's _PyOnceFlag (lock.c). What is done may fail; then the next thread
// that needs it tries.
#pragma once

#include <atomic>
#include <cstdint>

#include "interp_core/lock/parking_lot.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here.
struct once_rules {
  // It is done when it is done. Otherwise it counts as done when somebody begins.
  static constexpr bool done_when_done = true;
  // After a failure another thread may try.
  static constexpr bool resets_on_failure = true;
  // Who waits is woken after a failure too.
  static constexpr bool wakes_on_failure = true;
  static constexpr std::memory_order done_order = std::memory_order_release;
};

template <class Rules = once_rules>
class basic_once {
 public:
  basic_once() { sync::label(state_, "once"); }

  // Calls `action`, which says whether it has succeeded, unless that has succeeded before. True
  // where it has, now or before.
  template <class Lot, class Action, class Way = stays_attached>
  bool call(Lot& lot, Action action, Way&& way = {}) {
    std::uint8_t seen = state_.load(std::memory_order_acquire);
    while (seen != done) {
      if (seen == idle) {
        const std::uint8_t taken = Rules::done_when_done ? running : done;
        if (!state_.compare_exchange_strong(seen, taken, std::memory_order_acquire,
                                            std::memory_order_acquire))
          continue;
        const bool succeeds = action();
        finish(lot, succeeds);
        return succeeds;
      }
      if (seen == running &&
          !state_.compare_exchange_strong(seen, awaited, std::memory_order_relaxed,
                                          std::memory_order_acquire))
        continue;
      lot.template park<std::uint8_t>(state_, awaited, nullptr, way);
      seen = state_.load(std::memory_order_acquire);
    }
    return true;
  }

 private:
  static constexpr std::uint8_t idle = 0, running = 1, awaited = 2, done = 3;

  template <class Lot>
  void finish(Lot& lot, bool succeeds) {
    if (!succeeds && !Rules::resets_on_failure) return;
    const std::uint8_t before = state_.exchange(succeeds ? done : idle, Rules::done_order);
    if (before == awaited && (succeeds || Rules::wakes_on_failure)) lot.unpark_all(state_);
  }

  sync::atomic<std::uint8_t> state_{idle};
};

using once = basic_once<>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
