// gh-116372: two threads join the same thread.
//
// threading.py, in our own words: a thread holds a lock until it ends. Who joins it takes that
// lock, gives it back at once, and then notes down that the thread has stopped, of which it is sure
// that the lock is free. But another one that joins may have it just then.
//
// Fixed: the end of a thread is an event, which happens once and is nobody's to take.
#include "interp_core/lock/event.hpp"
#include "interp_core/lock/py_mutex.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

struct parks_at_once : interp::py_mutex_rules {
  static constexpr int looks = 0;
  static constexpr std::chrono::nanoseconds patience = std::chrono::hours(1);
};

// The main thread's is the thread that ends.
void joined_by_lock() {
  interp::parking_lot lot;
  interp::basic_py_mutex<parks_at_once> lives;
  lives.lock(lot);
  const auto join = [&](bool& is_free) {
    lives.lock(lot);
    lives.unlock(lot);
    is_free = !lives.is_locked();
  };
  bool first_free = false, second_free = false;
  sync::thread first([&] { join(first_free); }), second([&] { join(second_free); });
  lives.unlock(lot);
  first.join();
  second.join();
  sync::check(first_free && second_free, "the lock of a thread that has ended is free");
}

void joined_by_event() {
  interp::parking_lot lot;
  interp::event has_ended;
  const auto join = [&](bool& is_over) {
    has_ended.wait(lot);
    is_over = has_ended.is_set();
  };
  bool first_over = false, second_over = false;
  sync::thread first([&] { join(first_over); }), second([&] { join(second_over); });
  has_ended.set(lot);
  first.join();
  second.join();
  sync::check(first_over && second_over, "a thread that has ended has ended for all");
}

constexpr const char* source = "gh-116372: race in Thread.join()";

}  // namespace

void register_thread_join(registry& out) {
  out.add({.id = "cpython.thread_join/fix=none",
           .summary = "who joins finds the lock taken by another one that joins",
           .provenance = source,
           .expected = "check"},
          this_backend, joined_by_lock);
  out.add({.id = "cpython.thread_join/fix=event",
           .summary = "the end of a thread is an event",
           .provenance = source},
          this_backend, joined_by_event);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
