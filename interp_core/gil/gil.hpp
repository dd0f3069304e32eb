// The global interpreter lock: one thread runs the interpreter's code at a time.
//
// Source: CPython's ceval_gil.c (Antoine Pitrou's new GIL, 3.2). A thread takes it before it
// touches any object and drops it round what may block. A thread that runs on looks between
// instructions whether somebody waits, and hands it over when it has had it for a switch interval.
//
// Deviation: the interval is measured by the holder, from when it took the GIL. In CPython the
// waiter measures it, from when it began to wait, by a timed wait.
#pragma once

#include <chrono>

#include "interp_core/gil/waiting.hpp"
#include "interp_core/thread/current_state.hpp"
#include "interp_core/thread/thread_state.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

inline constexpr std::chrono::nanoseconds default_switch_interval = std::chrono::milliseconds(5);

// Made before the threads that take it, and outlives them. `me` is the calling thread's own state.
//
// Checked: a thread never takes what it holds, never drops or hands over what it does not; and the
// current thread state is the holder's whenever the GIL changes hands.
template <class Waiting = gil_waiting::on_condition<>, class Current = current_state::in_global<>>
class basic_gil {
 public:
  // Zero: it is handed over at every checkpoint at which somebody waits.
  explicit basic_gil(std::chrono::nanoseconds interval = default_switch_interval)
      : interval_(interval) {}

  static constexpr bool is_there = true;

  // Waits until nobody has it (PyEval_RestoreThread).
  void take(thread_state& me) {
    waiting_.acquire();
    begin(me);
  }
  // Only the holder (PyEval_SaveThread).
  void drop(thread_state& me) {
    end(me);
    waiting_.release();
  }

  // Between two instructions, by the holder: hands the GIL over if somebody has waited long enough.
  void checkpoint(thread_state& me) {
    if (!waiting_.is_awaited()) [[likely]]
      return;
    if (interval_.count() != 0 && sync::clock::now() - since_ < interval_) return;
    end(me);
    waiting_.hand_over();
    begin(me);
  }

  // Runs `body`, which touches no object, without the GIL: what Py_BEGIN_ALLOW_THREADS and its end
  // are for. Not where an exception passes, as one that ends the run does: nothing is taken then.
  template <class Body>
  void without(thread_state& me, Body body) {
    drop(me);
    body();
    take(me);
  }

  // The state of the thread that has it, null where none has. For the holder.
  thread_state* current() const { return current_.get(); }

 private:
  void begin(thread_state& me) {
    sync::check(current_.get() == nullptr, "a thread takes the GIL that nobody holds");
    current_.set(&me);
    if (interval_.count() != 0) since_ = sync::clock::now();
  }
  void end(thread_state& me) {
    sync::check(current_.get() == &me, "the current thread state belongs to the holder of the GIL");
    current_.set(nullptr);
  }

  Waiting waiting_;
  Current current_;
  const std::chrono::nanoseconds interval_;
  std::chrono::nanoseconds since_{0};  // the holder's
};

using gil = basic_gil<>;

// In the build without one: nothing is taken, and each thread's own state is current in it.
class no_gil {
 public:
  explicit no_gil(std::chrono::nanoseconds = default_switch_interval) {}

  static constexpr bool is_there = false;

  void take(thread_state& me) { current_.set(&me); }
  void drop(thread_state&) { current_.set(nullptr); }
  void checkpoint(thread_state&) {}
  template <class Body>
  void without(thread_state&, Body body) {
    body();
  }
  thread_state* current() const { return current_.get(); }

 private:
  current_state::in_thread current_;
};

// The GIL held for a scope by the thread of that state.
template <class Gil>
class [[nodiscard]] with_gil_held {
 public:
  with_gil_held(Gil& lock, thread_state& me) : gil_(lock), me_(me) { gil_.take(me_); }
  ~with_gil_held() { gil_.drop(me_); }
  with_gil_held(const with_gil_held&) = delete;
  with_gil_held& operator=(const with_gil_held&) = delete;

 private:
  Gil& gil_;
  thread_state& me_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
