// gh-148820: _PyRawMutex, whose waiters sleep on a semaphore on their own stack.
//
// lock.c of free-threaded CPython, in our own words: who finds the mutex locked links a node with a
// semaphore to it and sleeps. Unlock takes the node off, releases the mutex, and then posts the
// semaphore. A waiter that wakes for another reason (a signal) in between finds the mutex free,
// takes it and returns; its node goes with its stack frame, and the post hits memory that is
// something else by then.
//
// Fixed: a waiter sleeps until its semaphore has been posted, whatever wakes it.
#include "interp_core/lock/raw_mutex.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

// A signal may come to every waiter.
template <bool WaitsForPost>
struct rules : interp::raw_mutex_rules {
  static constexpr bool waits_for_post = WaitsForPost;
  static bool is_interrupted() { return sync::choose(2) == 1; }
};

// Two threads enter in turn.
template <bool WaitsForPost>
void two_enter() {
  interp::basic_raw_mutex<rules<WaitsForPost>> mutex;
  sync::var<int> entries{0};
  sync::label(entries, "entries");
  auto enter = [&] {
    mutex.lock();
    entries.set(entries.get() + 1);
    mutex.unlock();
  };
  sync::parallel(enter, enter);
  sync::check(entries.get() == 2, "no entry is lost");
}

constexpr const char* source = "gh-148820, gh-148852: _PyRawMutex and a spurious wake-up";

}  // namespace

void register_raw_mutex(registry& out) {
  // Relacy calls it misuse where a semaphore is gone that is being posted.
  if (this_backend != backend::relacy)
    out.add({.id = "cpython.raw_mutex/fix=none",
             .summary = "a waiter woken by a signal is gone when its semaphore is posted",
             .provenance = source,
             .expected = "use-after-free"},
            this_backend, two_enter<false>);
  out.add({.id = "cpython.raw_mutex/fix=wait_for_post",
           .summary = "a waiter leaves when its semaphore has been posted",
           .provenance = source},
          this_backend, two_enter<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
