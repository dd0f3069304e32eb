// CPython's mutex of one byte: exclusion, waking, and handing it over to who has waited for long.
#include "interp_core/lock/py_mutex.hpp"

#include <chrono>
#include <cstdint>

#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"
#include "scenarios/variant_row.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::basic_py_mutex;
using interp::parking_lot;

// Nobody looks twice before it parks: what that is good for is speed.
struct right : interp::py_mutex_rules {
  static constexpr int looks = 0;
};
struct looks_twice : right {
  static constexpr int looks = 2;
};
struct relaxed_unlock : right {
  static constexpr std::memory_order unlock_order = std::memory_order_relaxed;
};
// Relacy's clock does not jump: there a waiter is handed the mutex at once.
struct handed_over : right {
  static constexpr std::chrono::nanoseconds patience =
      this_backend == backend::relacy ? -std::chrono::hours(1) : right::patience;
};
struct forgets_mark : right {
  static constexpr bool keeps_mark = false;
};
struct hands_over_unlocked : handed_over {
  static constexpr bool stays_locked = false;
};
struct unaware : handed_over {
  static constexpr bool knows_of_hand_over = false;
};

// The byte is set anew when the bucket is unlocked, and somebody else may park in between.
struct tells_late : interp::parking_rules {
  static constexpr bool tells_under_lock = false;
};

struct counted {
  counted() { sync::label(entries, "entries"); }
  sync::var<int> entries{0};
};

// The same, of which two may make one at a time.
struct counted_apart {
  struct {
    int get() const { return value.load(std::memory_order_relaxed); }
    void set(int) { value.fetch_add(1, std::memory_order_relaxed); }
    sync::atomic<int> value{0};
  } entries;
};

// What both threads do, `Times` times.
template <class Rules, int Times>
void entered_in_turn() {
  parking_lot lot;
  basic_py_mutex<Rules> mutex;
  counted shared;
  const auto enter = [&] {
    for (int i = 0; i < Times; ++i) {
      mutex.lock(lot);
      shared.entries.set(shared.entries.get() + 1);
      mutex.unlock(lot);
    }
  };
  sync::parallel(enter, enter);
  sync::check(shared.entries.get() == 2 * Times, "no entry is lost");
  sync::check(mutex.is_idle() && lot.is_empty(), "waiters leave nothing behind");
}

// The main thread has the mutex, gives it back, and takes it once more, while another waits.
template <class Rules, class Counted = counted>
void taken_again() {
  parking_lot lot;
  basic_py_mutex<Rules> mutex;
  Counted shared;
  mutex.lock(lot);
  const auto enter = [&] {
    mutex.lock(lot);
    shared.entries.set(shared.entries.get() + 1);
    mutex.unlock(lot);
  };
  sync::thread waiter(enter);
  mutex.unlock(lot);
  enter();
  waiter.join();
  sync::check(shared.entries.get() == 2, "no entry is lost");
  sync::check(mutex.is_idle() && lot.is_empty(), "waiters leave nothing behind");
}

// Two threads wait for what the main thread has.
template <class Rules, class Parking = interp::parking_rules>
void two_waiters() {
  interp::basic_parking_lot<Parking> lot;
  basic_py_mutex<Rules> mutex;
  mutex.lock(lot);
  const auto enter = [&] {
    mutex.lock(lot);
    mutex.unlock(lot);
  };
  sync::thread first(enter), second(enter);
  mutex.unlock(lot);
  first.join();
  second.join();
  sync::check(lot.is_empty(), "nobody is left in the lot");
}

enum class expects { zero, unlocked };

// Two mutexes in one bucket, and a thread that waits for each.
template <expects Expects>
void collision() {
  parking_lot lot;
  basic_py_mutex<right> first, second;
  first.lock(lot);
  second.lock(lot);
  const auto enter = [&](basic_py_mutex<right>& mutex) {
    mutex.lock(lot);
    mutex.unlock(lot);
  };
  sync::thread one([&] { enter(first); }), two([&] { enter(second); });
  first.unlock(lot);
  second.unlock(lot);
  one.join();
  two.join();
  if (Expects == expects::zero) {
    sync::check(first.is_idle() && second.is_idle(), "a mutex nobody waits for bears no mark");
  } else {
    sync::check(!first.is_locked() && !second.is_locked(), "both mutexes are free");
  }
}

constexpr const char* mutex = "free-threaded CPython, PyMutex (lock.c)";
constexpr const char* own = "our mutant of free-threaded CPython's PyMutex";
constexpr const char* flaky = "gh-135641, gh-135642: test_lock_two_threads and a bucket collision";

const variant_row entries[] = {
    {"lock.py_mutex/mistake=none", "a mutex of one byte lets one thread in at a time", mutex,
     entered_in_turn<right, 1>},
    {"lock.py_mutex/looks=2", "the same where a thread looks on before it parks", mutex,
     entered_in_turn<looks_twice, 1>},
    {"lock.py_mutex/mistake=relaxed_unlock",
     "one at a time, but the next one need not see what the last one wrote", own,
     entered_in_turn<relaxed_unlock, 1>, "race", verified_up_to_tso},
    {"lock.py_mutex_hand_over/mistake=none",
     "who has waited for a millisecond is handed the mutex",
     mutex,
     taken_again<handed_over>,
     "verified",
     {},
     relacy::agrees,
     1},
    {"lock.py_mutex_hand_over/mistake=unlocked",
     "the mutex is handed over, and free for whoever comes",
     own,
     taken_again<hands_over_unlocked, counted_apart>,
     "check",
     {},
     relacy::agrees,
     1},
    {"lock.py_mutex_hand_over/mistake=unaware",
     "who was handed the mutex waits for it to be unlocked",
     own,
     taken_again<unaware>,
     "deadlock",
     {},
     relacy::differs,
     1},
    {"lock.py_mutex_waiters/mistake=none", "the mark stays while somebody may be parked", mutex,
     two_waiters<right>},
    {"lock.py_mutex_waiters/mistake=forgets_mark",
     "the first of two waiters unlocks without a look into the lot",
     own,
     two_waiters<forgets_mark>,
     "deadlock",
     {},
     relacy::differs},
    {"lock.py_mutex_waiters/mistake=tells_late",
     "a thread parks after the look for others, and before the byte is set without a mark",
     own,
     two_waiters<right, tells_late>,
     "deadlock",
     {},
     relacy::differs},
    {"lock.py_mutex_collision/expects=zero",
     "a mutex bears a mark because somebody waits for another one in its bucket", flaky,
     collision<expects::zero>, "check"},
    {"lock.py_mutex_collision/expects=unlocked",
     "a mark may be too much, and costs a look into the lot", flaky, collision<expects::unlocked>},
};

}  // namespace

void register_lock_py_mutex(registry& out);
void register_lock_py_mutex(registry& out) { register_rows(out, entries); }

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
