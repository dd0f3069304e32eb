// gh-118332, gh-133130 and gh-144513: locks and stop-the-world.
//
// pystate.c, lock.c and critical_section.c of free-threaded CPython, in our own words. A thread is
// attached, detached (it waits, and touches nothing) or suspended. Who stops the world makes
// suspended threads of the detached ones, and waits until the others come to a safepoint. A thread
// that waits for a mutex is detached, and the mutex may be handed to it while it is suspended: then
// nobody who runs has it, and nobody can get it.
//   gh-133130: who has stopped the world takes the types' lock. Mended: it takes it before.
//   gh-144513: who has stopped the world enters a critical section. Mended: while the world is
//   stopped a section takes no mutex, since nobody else runs.
//   gh-118332: who stops the world detaches while it waits for the others, which suspends its
//   critical section; the mutex is handed to a thread that is suspended already, and the section
//   waits for it when the world is stopped. Mended: it stays attached.
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

#include "interp_core/lock/py_mutex.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

// Whoever waits is handed the mutex, so that the clock is no part of the search.
struct hands_over : interp::py_mutex_rules {
  static constexpr int looks = 0;
  static constexpr std::chrono::nanoseconds patience = -std::chrono::hours(1);
};

enum class state : std::uint8_t { detached, attached, suspended };

// One thread of the world: how it waits (see parking_lot.hpp), and how it is stopped. Not the one
// that stops the world, which is the main thread.
class stoppable {
 public:
  stoppable() {
    sync::label(state_, "thread state");
    sync::label(is_asked_, "please stop");
  }

  void attach() {
    state seen = state::detached;
    while (!state_.compare_exchange_strong(seen, state::attached, std::memory_order_acquire,
                                           std::memory_order_relaxed)) {
      sync::spin_until(
          [this] { return state_.load(std::memory_order_relaxed) == state::detached; });
      seen = state::detached;
    }
  }
  void detach() { state_.store(state::detached, std::memory_order_release); }
  void safepoint() {
    if (!is_asked_.load(std::memory_order_relaxed)) return;
    detach();
    attach();
  }

  // By the main thread.
  void ask() { is_asked_.store(true, std::memory_order_relaxed); }
  void suspend() {
    state seen = state::detached;
    while (!state_.compare_exchange_strong(seen, state::suspended, std::memory_order_acquire,
                                           std::memory_order_relaxed)) {
      sync::spin_until(
          [this] { return state_.load(std::memory_order_relaxed) == state::detached; });
      seen = state::detached;
    }
  }
  void go_on() {
    is_asked_.store(false, std::memory_order_relaxed);
    state_.store(state::detached, std::memory_order_release);
  }

 private:
  sync::atomic<state> state_{state::attached};
  sync::atomic<bool> is_asked_{false};
};

// Two threads besides the main one, a mutex, and what it protects.
template <std::size_t Threads>
struct world {
  world() { sync::label(value, "value"); }

  void stop() {
    for (stoppable& t : threads) t.ask();
    for (stoppable& t : threads) t.suspend();
  }
  void start() {
    for (stoppable& t : threads) t.go_on();
  }
  void add_one() { value.set(value.get() + 1); }

  interp::parking_lot lot;
  interp::basic_py_mutex<hands_over> mutex;
  sync::var<int> value{0};
  std::array<stoppable, Threads> threads;
};

enum class takes { inside, before, nothing };

// One thread has the mutex, another waits for it, and the main thread stops the world.
template <takes Takes>
void lock_while_stopped() {
  world<2> w;
  w.mutex.lock(w.lot);  // for the first
  sync::thread first([&] {
    w.add_one();
    w.mutex.unlock(w.lot);
    w.threads[0].detach();
  });
  sync::thread second([&] {
    w.mutex.lock(w.lot, w.threads[1]);
    w.add_one();
    w.mutex.unlock(w.lot);
    w.threads[1].detach();
  });
  if (Takes == takes::before) w.mutex.lock(w.lot);
  w.stop();
  if (Takes == takes::inside) w.mutex.lock(w.lot);
  w.add_one();
  if (Takes == takes::inside) w.mutex.unlock(w.lot);
  w.start();
  if (Takes == takes::before) w.mutex.unlock(w.lot);
  first.join();
  second.join();
  sync::check(w.value.get() == 3, "no change is lost");
}

// The main thread stops the world inside a critical section, for which another thread waits.
template <bool Detaches>
void stopped_inside() {
  world<1> w;
  w.mutex.lock(w.lot);
  sync::thread other([&] {
    w.mutex.lock(w.lot, w.threads[0]);
    w.add_one();
    w.mutex.unlock(w.lot);
    w.threads[0].safepoint();
    w.threads[0].detach();
  });
  if (Detaches) w.mutex.unlock(w.lot);
  w.stop();
  if (Detaches) w.mutex.lock(w.lot);
  w.add_one();
  w.start();
  w.mutex.unlock(w.lot);
  other.join();
  sync::check(w.value.get() == 2, "no change is lost");
}

constexpr const char* both = "gh-133130, gh-144513: a lock or section while the world is stopped";
constexpr const char* types = "gh-133130: TYPE_LOCK while the world is stopped";
constexpr const char* section =
    "gh-144513, gh-144524: critical sections while the world is stopped";
constexpr const char* requester = "gh-118332, gh-118412: who stops the world detaches";

}  // namespace

void register_stop_the_world(registry& out) {
  out.add({.id = "cpython.stopped_lock/fix=none",
           .summary = "a suspended thread was handed the lock that is needed while it is suspended",
           .provenance = both,
           .expected = "deadlock"},
          this_backend, lock_while_stopped<takes::inside>);
  out.add({.id = "cpython.stopped_lock/fix=lock_first",
           .summary = "the lock is taken while everybody runs, then the world is stopped",
           .provenance = types},
          this_backend, lock_while_stopped<takes::before>);
  out.add({.id = "cpython.stopped_lock/fix=no_lock",
           .summary = "where nobody else runs nothing need be locked",
           .provenance = section},
          this_backend, lock_while_stopped<takes::nothing>);
  out.add({.id = "cpython.stop_inside_section/fix=none",
           .summary = "a suspended section's mutex goes to a thread that is suspended",
           .provenance = requester,
           .expected = "deadlock",
           .threads = 1},
          this_backend, stopped_inside<true>);
  out.add({.id = "cpython.stop_inside_section/fix=stay_attached",
           .summary = "who stops the world keeps its section's mutex",
           .provenance = requester,
           .threads = 1},
          this_backend, stopped_inside<false>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
