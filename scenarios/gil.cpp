// The GIL itself: one thread at a time, nobody asleep for ever, and whose thread state is current.
#include "interp_core/gil/gil.hpp"

#include <array>
#include <string>

#include "interp_core/build.hpp"
#include "interp_core/cell.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

namespace current_state = interp::current_state;
namespace gil_waiting = interp::gil_waiting;
using interp::thread_state;
using interp::with_gil_held;

using assumed_gil = interp::basic_gil<gil_waiting::assumed>;
constexpr std::chrono::nanoseconds at_once{0};

// Both threads append to one list of the build with a GIL, which locks nothing and counts plainly.
template <class Gil>
void two_appenders() {
  using list = interp::with_gil::list;
  interp::runtime rt;
  Gil gil(at_once);
  const owned<list> shared(rt);
  const auto append = [&](long number) {
    thread_state me;
    const with_gil_held held(gil, me);
    auto* value = sync::make_at<interp::small_int<list::count>>(sync::site::current(), number);
    static_cast<void>(shared->append(rt, *value));
    interp::decref(rt, *value);
  };
  sync::parallel([&] { append(1); }, [&] { append(2); });
  sync::check(shared->len(rt) == 2, "both items are in the list");
}

// Each thread has the GIL once.
template <class Waiting>
void taken_in_turns() {
  interp::basic_gil<Waiting> gil(at_once);
  sync::var<int> turns{0};
  sync::label(turns, "turns");
  const auto turn = [&] {
    thread_state me;
    const with_gil_held held(gil, me);
    turns.set(turns.get() + 1);
  };
  sync::parallel(turn, turn);
  sync::check(turns.get() == 2, "each thread has had the GIL");
}

// The main thread has the GIL and comes to a checkpoint. If the other waited there, it has had the
// GIL afterwards.
template <class Waiting>
void asked_to_let_go() {
  Waiting gil;
  sync::var<bool> has_had_it{false};
  sync::label(has_had_it, "has had the GIL");
  gil.acquire();
  sync::thread waiter([&] {
    gil.acquire();
    has_had_it.set(true);
    gil.release();
  });
  if (gil.is_awaited()) {
    gil.hand_over();
    sync::check(has_had_it.get(), "who waited at the checkpoint has had the GIL after it");
  }
  gil.release();
  waiter.join();
}

// Each thread raises an exception, in what it finds to be the current thread state.
template <class Gil, class Current>
void own_exceptions() {
  Gil gil(at_once);
  Current current;
  const auto raise = [&](interp::error what) {
    thread_state me;
    const with_gil_held held(gil, me);
    current.set(&me);
    thread_state* const found = current.get();
    sync::check(found == &me, "the current thread state is that of the thread that runs");
    found->set_raised(what);
    sync::check(me.fetch() == what, "an exception is raised in its own thread");
    current.set(nullptr);
  };
  sync::parallel([&] { raise(interp::error::key_error); },
                 [&] { raise(interp::error::index_error); });
}

enum class release { yes, forgotten, too_long };

// One thread waits, as for a file, for what another one will only do with the GIL.
template <release Release>
void blocking_call() {
  assumed_gil gil(at_once);
  sync::atomic<bool> is_written{false};
  sync::var<int> object{0};
  sync::label(is_written, "is written");
  sync::label(object, "object");
  const auto wait = [&] {
    sync::spin_until([&] { return is_written.load(std::memory_order_relaxed); });
  };
  sync::parallel(
      [&] {
        thread_state me;
        const with_gil_held held(gil, me);
        if (Release == release::forgotten) {
          wait();
        } else {
          gil.without(me, [&] {
            wait();
            if (Release == release::too_long) object.set(object.get() + 1);
          });
        }
        object.set(object.get() + 1);
      },
      [&] {
        thread_state me;
        const with_gil_held held(gil, me);
        is_written.store(true, std::memory_order_relaxed);
        object.set(object.get() + 1);
      });
}

// A function that was given a thread state drops the GIL by it; it must be the calling thread's.
template <bool Own>
void dropped_by_state() {
  assumed_gil gil(at_once);
  std::array<thread_state, 2> states;
  sync::parallel(
      [&] {
        gil.take(states[0]);
        gil.drop(states[Own ? 0 : 1]);
      },
      [&] {
        gil.take(states[1]);
        gil.drop(states[1]);
      });
}

// A thread ends, in the middle of what it does with the GIL.
template <bool Drops>
void thread_ends() {
  assumed_gil gil(at_once);
  sync::parallel(
      [&] {
        thread_state me;
        gil.take(me);
        if (Drops) gil.drop(me);
      },
      [&] {
        thread_state me;
        const with_gil_held held(gil, me);
      });
}

// A library calls back into the interpreter from a thread that may have the GIL already, or not
// (PyGILState_Ensure). `Looks`: it asks whose state is current in its thread.
template <bool Looks>
void called_back() {
  assumed_gil gil(at_once);
  current_state::in_thread current;
  sync::var<int> calls{0};
  sync::label(calls, "calls");
  const auto call_back = [&](thread_state& me) {
    const bool has_it = Looks && current.get() == &me;
    if (!has_it) gil.take(me);
    calls.set(calls.get() + 1);
    if (!has_it) gil.drop(me);
  };
  sync::parallel(
      [&] {
        thread_state me;
        const with_gil_held held(gil, me);
        current.set(&me);
        call_back(me);
        current.set(nullptr);
      },
      [&] {
        thread_state me;
        call_back(me);
      });
}

constexpr const char* talk_gil = "Gilectomy talk: what the GIL is for, checklist 21";
constexpr const char* new_gil = "ceval_gil.c: the new GIL of CPython 3.2";
constexpr const char* own_new_gil = "our mutant of ceval_gil.c";
constexpr const char* talk_state = "Gilectomy talk, checklist 8 and 9: the current thread state";
constexpr const char* exceptions = "Gilectomy talk, checklist 7: exceptions in the thread state";

void register_appends(registry& out) {
  out.add({.id = "gil.appends/gil=none",
           .summary = "the containers of the build with a GIL, in a build without one",
           .provenance = talk_gil,
           .expected = "race"},
          this_backend, two_appenders<interp::no_gil>);
  out.add({.id = "gil.appends/gil=mutex",
           .summary = "one thread at a time: nothing else protects the list, and nothing need",
           .provenance = talk_gil},
          this_backend, two_appenders<assumed_gil>);
  out.add({.id = "gil.appends/gil=condition",
           .summary = "the same with CPython's mutex and conditions",
           .provenance = talk_gil},
          this_backend, two_appenders<interp::gil>);
}

struct stores_outside : gil_waiting::rules {
  static constexpr bool releases_under_mutex = false;
};
struct silent : gil_waiting::rules {
  static constexpr bool notifies = false;
};
struct unforced : gil_waiting::rules {
  static constexpr bool forces_switch = false;
};

void register_waiting(registry& out) {
  out.add({.id = "gil.turns/release=under_mutex",
           .summary = "the flag changes under the mutex of the condition, then one is told",
           .provenance = new_gil},
          this_backend, taken_in_turns<gil_waiting::on_condition<>>);
  out.add({.id = "gil.turns/release=outside",
           .summary = "between seeing the flag and falling asleep the notification passes by",
           .provenance = own_new_gil,
           .expected = "lost-wakeup"},
          this_backend, taken_in_turns<gil_waiting::on_condition<stores_outside>>);
  out.add({.id = "gil.turns/release=silent",
           .summary = "nobody tells who sleeps that the GIL is free",
           .provenance = own_new_gil,
           .expected = "lost-wakeup"},
          this_backend, taken_in_turns<gil_waiting::on_condition<silent>>);
  out.add({.id = "gil.switch/forced=yes",
           .summary = "who hands the GIL over waits until another thread has had it",
           .provenance = new_gil},
          this_backend, asked_to_let_go<gil_waiting::on_condition<>>);
  out.add({.id = "gil.switch/forced=no",
           .summary = "who lets go of it takes it again before the waiter is awake",
           .provenance = own_new_gil,
           .expected = "check"},
          this_backend, asked_to_let_go<gil_waiting::on_condition<unforced>>);
}

void register_states(registry& out) {
  out.add({.id = "gil.current_state/state=global,gil=yes",
           .summary = "whoever takes the GIL overwrites the one variable",
           .provenance = talk_state},
          this_backend, own_exceptions<assumed_gil, current_state::in_global<>>);
  out.add({.id = "gil.current_state/state=global,gil=no",
           .summary = "two threads are current at once, and overwrite each other's state",
           .provenance = talk_state,
           .expected = "race"},
          this_backend, own_exceptions<interp::no_gil, current_state::in_global<>>);
  out.add({.id = "gil.current_state/state=atomic,gil=no",
           .summary = "the same without the data race: a thread finds the other one's state",
           .provenance = talk_state,
           .expected = "check"},
          this_backend,
          own_exceptions<interp::no_gil, current_state::in_global<interp::ordered_cell>>);
  out.add({.id = "gil.current_state/state=thread,gil=no",
           .summary = "each thread has its own in thread-local storage",
           .provenance = exceptions},
          this_backend, own_exceptions<interp::no_gil, current_state::in_thread>);
}

void register_holders(registry& out) {
  out.add({.id = "gil.blocking/release=yes",
           .summary = "the GIL is dropped round what may block, and taken again",
           .provenance = new_gil},
          this_backend, blocking_call<release::yes>);
  out.add({.id = "gil.blocking/release=forgotten",
           .summary = "what the thread waits for can only be done with the GIL it holds",
           .provenance = own_new_gil,
           .expected = "deadlock"},
          this_backend, blocking_call<release::forgotten>);
  out.add({.id = "gil.blocking/release=too_long",
           .summary = "an object is touched while the GIL is dropped",
           .provenance = own_new_gil,
           .expected = "race"},
          this_backend, blocking_call<release::too_long>);
  out.add({.id = "gil.drop/state=own",
           .summary = "the current thread state belongs to the holder",
           .provenance = talk_state},
          this_backend, dropped_by_state<true>);
  out.add({.id = "gil.drop/state=others",
           .summary = "a thread drops the GIL by a state that is not its own",
           .provenance = talk_state,
           .expected = "check"},
          this_backend, dropped_by_state<false>);
  out.add({.id = "gil.thread_ends/drops=yes",
           .summary = "a thread gives the GIL back before it ends",
           .provenance = new_gil},
          this_backend, thread_ends<true>);
  out.add({.id = "gil.callback/looks=yes",
           .summary = "who calls back asks whether its thread has the GIL already",
           .provenance = "PyGILState_Ensure, PEP 311"},
          this_backend, called_back<true>);
  out.add({.id = "gil.callback/looks=no",
           .summary = "the GIL is not recursive: a thread must not take it again",
           .provenance = "our mutant of PyGILState_Ensure",
           .expected = "misuse"},
          this_backend, called_back<false>);
  out.add({.id = "gil.thread_ends/drops=no",
           .summary = "a thread ends with the GIL, and takes it along",
           .provenance = own_new_gil,
           .expected = "misuse"},
          this_backend, thread_ends<false>);
}

}  // namespace

void register_gil(registry& out);
void register_gil(registry& out) {
  register_appends(out);
  register_waiting(out);
  register_states(out);
  register_holders(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
