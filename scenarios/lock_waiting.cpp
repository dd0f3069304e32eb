// What else waits in a parking lot: an event, something done once, a mutex of many readers.
#include "interp_core/lock/event.hpp"
#include "interp_core/lock/once.hpp"
#include "interp_core/lock/rw_mutex.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/variant_row.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::event_rules;
using interp::once_rules;
using interp::parking_lot;
using interp::rw_mutex_rules;

struct looks_first : event_rules {
  static constexpr bool sets_in_one_step = false;
};
struct event_wakes_one : event_rules {
  static constexpr bool wakes_all = false;
};
struct relaxed_set : event_rules {
  static constexpr std::memory_order set_order = std::memory_order_relaxed;
};

// One thread waits for what the other has written.
template <class Rules>
void waited_for() {
  parking_lot lot;
  interp::basic_event<Rules> written;
  sync::var<int> text{0};
  sync::label(text, "text");
  int seen = 0;
  sync::parallel(
      [&] {
        text.set(1);
        written.set(lot);
      },
      [&] {
        written.wait(lot);
        seen = text.get();
      });
  sync::check(seen == 1, "who has waited sees what was written");
}

// The main thread sets what two wait for.
template <class Rules>
void two_wait() {
  parking_lot lot;
  interp::basic_event<Rules> happened;
  const auto wait = [&] { happened.wait(lot); };
  sync::thread first(wait), second(wait);
  happened.set(lot);
  first.join();
  second.join();
  sync::check(lot.is_empty(), "nobody is left in the lot");
}

struct done_at_once : once_rules {
  static constexpr bool done_when_done = false;
};
struct relaxed_done : once_rules {
  static constexpr std::memory_order done_order = std::memory_order_relaxed;
};
struct never_resets : once_rules {
  static constexpr bool resets_on_failure = false;
};
struct fails_silently : once_rules {
  static constexpr bool wakes_on_failure = false;
};

// Two threads need what must be made once.
template <class Rules>
void made_once() {
  parking_lot lot;
  interp::basic_once<Rules> once;
  sync::var<int> made{0};
  sync::label(made, "made");
  const auto need = [&] {
    once.call(lot, [&] {
      made.set(made.get() + 1);
      return true;
    });
    static_cast<void>(made.get());
  };
  sync::parallel(need, need);
  sync::check(made.get() == 1, "it is made once");
}

// The first attempt fails.
template <class Rules>
void made_at_second_attempt() {
  parking_lot lot;
  interp::basic_once<Rules> once;
  sync::var<int> attempts{0};
  sync::label(attempts, "attempts");
  const auto need = [&] {
    once.call(lot, [&] {
      attempts.set(attempts.get() + 1);
      return attempts.get() == 2;
    });
  };
  sync::parallel(need, need);
  sync::check(attempts.get() == 2, "who waited for a failure tries itself");
}

struct ignores_readers : rw_mutex_rules {
  static constexpr bool writer_waits_for_readers = false;
};
struct reader_wakes_nobody : rw_mutex_rules {
  static constexpr bool last_reader_wakes = false;
};
struct writer_wakes_one : rw_mutex_rules {
  static constexpr bool writer_wakes_all = false;
};
struct reader_leaves_relaxed : rw_mutex_rules {
  static constexpr std::memory_order reader_leaves = std::memory_order_relaxed;
};
struct writer_leaves_relaxed : rw_mutex_rules {
  static constexpr std::memory_order writer_leaves = std::memory_order_relaxed;
};

// One thread reads what the other writes.
template <class Rules>
void read_and_written() {
  parking_lot lot;
  interp::basic_rw_mutex<Rules> mutex;
  sync::var<int> value{0};
  sync::label(value, "value");
  sync::parallel(
      [&] {
        mutex.lock(lot);
        value.set(1);
        mutex.unlock(lot);
      },
      [&] {
        mutex.lock_shared(lot);
        static_cast<void>(value.get());
        mutex.unlock_shared(lot);
      });
  sync::check(mutex.is_idle() && lot.is_empty(), "waiters leave nothing behind");
}

// The main thread writes while two others come to read.
template <class Rules>
void two_readers_wait() {
  parking_lot lot;
  interp::basic_rw_mutex<Rules> mutex;
  mutex.lock(lot);
  const auto read = [&] {
    mutex.lock_shared(lot);
    mutex.unlock_shared(lot);
  };
  sync::thread first(read), second(read);
  mutex.unlock(lot);
  first.join();
  second.join();
  sync::check(mutex.is_idle() && lot.is_empty(), "waiters leave nothing behind");
}

// A reader reads once more inside, while a writer waits.
template <bool Again>
void read_inside() {
  parking_lot lot;
  interp::rw_mutex mutex;
  sync::parallel(
      [&] {
        mutex.lock_shared(lot);
        if (Again) {
          mutex.lock_shared(lot);
          mutex.unlock_shared(lot);
        }
        mutex.unlock_shared(lot);
      },
      [&] {
        mutex.lock(lot);
        mutex.unlock(lot);
      });
}

constexpr const char* event = "free-threaded CPython, PyEvent (lock.c)";
constexpr const char* own_event = "our mutant of free-threaded CPython's PyEvent";
constexpr const char* once = "free-threaded CPython, _PyOnceFlag (lock.c)";
constexpr const char* own_once = "our mutant of free-threaded CPython's _PyOnceFlag";
constexpr const char* rw_mutex = "free-threaded CPython, _PyRWMutex (lock.c)";
constexpr const char* own_rw_mutex = "our mutant of free-threaded CPython's _PyRWMutex";

const variant_row entries[] = {
    {"lock.event/mistake=none", "the mark of waiters is read in the step that sets the event",
     event, waited_for<event_rules>},
    {"lock.event/mistake=looks_first",
     "a thread parks between the look and the step",
     own_event,
     waited_for<looks_first>,
     "deadlock",
     {},
     relacy::differs},
    {"lock.event/mistake=relaxed", "who has waited need not see what was written before", own_event,
     waited_for<relaxed_set>, "race", verified_up_to_tso},
    {"lock.event_waiters/mistake=none", "all who wait are woken", event, two_wait<event_rules>},
    {"lock.event_waiters/mistake=wakes_one",
     "one of two is woken",
     own_event,
     two_wait<event_wakes_one>,
     "deadlock",
     {},
     relacy::differs},
    {"lock.once/mistake=none", "made once, and seen whole by who has waited", once,
     made_once<once_rules>},
    {"lock.once/mistake=done_at_once", "it counts as made when somebody begins", own_once,
     made_once<done_at_once>, "race"},
    {"lock.once/mistake=relaxed", "made once, but the other need not see it", own_once,
     made_once<relaxed_done>, "race", verified_up_to_tso},
    {"lock.once_failure/mistake=none", "after a failure another thread tries", once,
     made_at_second_attempt<once_rules>},
    {"lock.once_failure/mistake=never_resets",
     "after a failure all wait for who has given up",
     own_once,
     made_at_second_attempt<never_resets>,
     "deadlock",
     {},
     relacy::differs},
    {"lock.once_failure/mistake=silent",
     "nobody tells who waits that it must try itself",
     own_once,
     made_at_second_attempt<fails_silently>,
     "deadlock",
     {},
     relacy::differs},
    {"lock.rw_mutex/mistake=none", "a writer is alone", rw_mutex, read_and_written<rw_mutex_rules>},
    {"lock.rw_mutex/mistake=ignores_readers", "a writer waits for writers only", own_rw_mutex,
     read_and_written<ignores_readers>, "race"},
    {"lock.rw_mutex/mistake=reader_wakes_nobody",
     "the last reader leaves a writer asleep",
     own_rw_mutex,
     read_and_written<reader_wakes_nobody>,
     "deadlock",
     {},
     relacy::differs},
    {"lock.rw_mutex/mistake=reader_relaxed", "a writer changes what a reader may still be reading",
     own_rw_mutex, read_and_written<reader_leaves_relaxed>, "race", verified_up_to_tso},
    {"lock.rw_mutex/mistake=writer_relaxed", "a reader need not see what the writer wrote",
     own_rw_mutex, read_and_written<writer_leaves_relaxed>, "race", verified_up_to_tso},
    {"lock.rw_mutex_readers/mistake=none", "a writer wakes all readers", rw_mutex,
     two_readers_wait<rw_mutex_rules>},
    {"lock.rw_mutex_readers/mistake=wakes_one",
     "a writer wakes one of two readers",
     own_rw_mutex,
     two_readers_wait<writer_wakes_one>,
     "deadlock",
     {},
     relacy::differs},
    {"lock.rw_mutex_inside/reads=once", "a reader leaves before a writer comes", rw_mutex,
     read_inside<false>},
    {"lock.rw_mutex_inside/reads=twice",
     "the inner reader waits for the writer, which waits for the outer one",
     rw_mutex,
     read_inside<true>,
     "deadlock",
     {},
     relacy::differs},
};

}  // namespace

void register_lock_waiting(registry& out);
void register_lock_waiting(registry& out) { register_rows(out, entries); }

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
