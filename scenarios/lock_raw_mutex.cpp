// The mutex with its waiters in its word, by itself and as the lock of a parking lot's buckets.
#include "interp_core/lock/raw_mutex.hpp"

#include <cstdint>

#include "interp_core/lock/py_mutex.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/variant_row.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::basic_raw_mutex;
using interp::raw_mutex_rules;

struct forgets_others : raw_mutex_rules {
  static constexpr bool keeps_others = false;
};
struct relaxed_unlock : raw_mutex_rules {
  static constexpr std::memory_order unlock_order = std::memory_order_relaxed;
};

struct in_buckets : interp::parking_rules {
  using bucket_lock = interp::raw_mutex;
};
struct parks_at_once : interp::py_mutex_rules {
  static constexpr int looks = 0;
};

template <class Rules>
void entered_in_turn() {
  basic_raw_mutex<Rules> mutex;
  sync::var<int> entries{0};
  sync::label(entries, "entries");
  const auto enter = [&] {
    mutex.lock();
    entries.set(entries.get() + 1);
    mutex.unlock();
  };
  sync::parallel(enter, enter);
  sync::check(entries.get() == 2, "no entry is lost");
  sync::check(mutex.is_idle(), "waiters leave nothing behind");
}

// Two threads wait for what the main thread has.
template <class Rules>
void two_waiters() {
  basic_raw_mutex<Rules> mutex;
  mutex.lock();
  const auto enter = [&] {
    mutex.lock();
    mutex.unlock();
  };
  sync::thread first(enter), second(enter);
  mutex.unlock();
  first.join();
  second.join();
  sync::check(mutex.is_idle(), "waiters leave nothing behind");
}

// CPython's mutex of one byte over a lot whose buckets are locked with raw mutexes: nothing is
// taken for granted but semaphores. The main thread has it while another waits.
void all_the_way_down() {
  interp::basic_parking_lot<in_buckets> lot;
  interp::basic_py_mutex<parks_at_once> mutex;
  sync::var<int> entries{0};
  sync::label(entries, "entries");
  mutex.lock(lot);
  sync::thread waiter([&] {
    mutex.lock(lot);
    entries.set(entries.get() + 1);
    mutex.unlock(lot);
  });
  entries.set(entries.get() + 1);
  mutex.unlock(lot);
  waiter.join();
  sync::check(entries.get() == 2, "no entry is lost");
}

constexpr const char* raw = "free-threaded CPython, _PyRawMutex (lock.c)";
constexpr const char* own = "our mutant of free-threaded CPython's _PyRawMutex";

}  // namespace

void register_lock_raw_mutex(registry& out);
void register_lock_raw_mutex(registry& out) {
  const variant_row entries[] = {
      {"lock.raw_mutex/mistake=none", "a mutex with the stack of its waiters in its word", raw,
       entered_in_turn<raw_mutex_rules>},
      {"lock.raw_mutex/mistake=relaxed_unlock",
       "one at a time, but the next one need not see what the last one wrote", own,
       entered_in_turn<relaxed_unlock>, "race", verified_up_to_tso},
      {"lock.raw_mutex_waiters/mistake=none", "unlock takes one waiter off and leaves the others",
       raw, two_waiters<raw_mutex_rules>},
      {"lock.raw_mutex_waiters/mistake=forgets_others",
       "unlock clears the word, and with it all waiters but one",
       own,
       two_waiters<forgets_others>,
       "deadlock",
       {},
       relacy::differs},
      {"lock.parking_bucket/lock=raw_mutex",
       "a mutex over a lot over raw mutexes: only semaphores are taken for granted",
       raw,
       all_the_way_down,
       "verified",
       {},
       relacy::agrees,
       1},
  };
  register_rows(out, entries);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
