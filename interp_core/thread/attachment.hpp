// Whether a thread may touch objects now.
//
// Source: free-threaded CPython's tstate->state (pystate.c). A thread that runs the interpreter's
// code is attached; one that may block, or computes for itself, is detached, and may be suspended
// by whoever stops the world: it then waits where it wants to attach.
#pragma once

#include <atomic>
#include <cstdint>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

enum class attached_state : std::uint32_t { detached, attached, suspended };

// What may be got wrong here; right as it stands.
struct attachment_rules {
  // Who stops the world finds what a thread has done before it let go.
  static constexpr std::memory_order publish = std::memory_order_release;
  // A detached thread is suspended in one step. Otherwise it may attach after the look.
  static constexpr bool suspends_in_one_step = true;
  // Whoever resumes a thread wakes it.
  static constexpr bool wakes = true;
};

// Attaching and detaching is the business of the thread itself, suspending and resuming of another.
template <class Rules, class Parking>
class attachment {
 public:
  explicit attachment(attached_state at_first) : state_(number(at_first)) {
    sync::label(state_, "thread is attached");
  }

  attached_state now() const {
    return static_cast<attached_state>(state_.load(std::memory_order_relaxed));
  }

  // From detached or suspended; waits until nobody keeps the thread suspended.
  void attach() {
    std::uint32_t seen = number(attached_state::detached);
    while (!state_.compare_exchange_strong(seen, number(attached_state::attached),
                                           std::memory_order_acquire, std::memory_order_relaxed)) {
      Parking::wait(state_, number(attached_state::suspended));
      seen = number(attached_state::detached);
    }
  }
  // From attached, to one of the other two.
  void leave(attached_state to) { state_.store(number(to), Rules::publish); }

  // From detached; false where the thread is something else.
  bool suspend() {
    std::uint32_t seen = number(attached_state::detached);
    if constexpr (Rules::suspends_in_one_step) {
      return state_.compare_exchange_strong(seen, number(attached_state::suspended),
                                            std::memory_order_acquire, std::memory_order_relaxed);
    } else {
      if (state_.load(std::memory_order_acquire) != seen) return false;
      state_.store(number(attached_state::suspended), std::memory_order_relaxed);
      return true;
    }
  }
  // From suspended.
  void resume() {
    state_.store(number(attached_state::detached), std::memory_order_release);
    if (Rules::wakes) Parking::wake_all(state_);
  }

 private:
  static constexpr std::uint32_t number(attached_state s) { return static_cast<std::uint32_t>(s); }

  sync::atomic<std::uint32_t> state_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
