// G17: the release method of thread.Lock, and the field that says whether it is locked.
//
// _threadmodule.c, in our own words: acquire takes the platform's lock, then sets `locked`; release
// raises RuntimeError unless `locked`, releases the platform's lock, then clears `locked`. Whoever
// acquires between the last two has its mark wiped out, and gets the error when it releases. A
// commit swapped the two lines and "reduced the probability of data race to almost zero chance".
// What was left: any thread may release, and two that do so at once both find the lock locked.
//
// Fixed: the field is tested and cleared in one step, before the platform's lock is released.
#include "interp_core/lock/futex_mutex.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/gilectomy/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace gilectomy {
namespace {

enum class release_order { unlock_first, clear_first, test_and_clear };

// `locked` is an atomic, so that what is found is the lost mark and not the data race.
template <release_order Order>
class thread_lock {
 public:
  thread_lock() { sync::label(locked_, "locked"); }

  void acquire() {
    platform_.lock();
    locked_.store(true, std::memory_order_relaxed);
  }

  // False where Python raises "release unlocked lock".
  bool release() {
    if constexpr (Order == release_order::test_and_clear) {
      if (!locked_.exchange(false, std::memory_order_relaxed)) return false;
      platform_.unlock();
    } else {
      if (!locked_.load(std::memory_order_relaxed)) return false;
      if (Order == release_order::unlock_first) platform_.unlock();
      locked_.store(false, std::memory_order_relaxed);
      if (Order == release_order::clear_first) platform_.unlock();
    }
    return true;
  }

 private:
  interp::futex_mutex<> platform_;
  sync::atomic<bool> locked_{false};
};

// Two threads acquire and release in turn.
template <release_order Order>
void acquire_and_release() {
  thread_lock<Order> lock;
  bool released[2] = {};
  auto use = [&](int i) {
    lock.acquire();
    released[i] = lock.release();
  };
  sync::parallel([&] { use(0); }, [&] { use(1); });
  sync::check(released[0] && released[1], "who holds the lock can release it");
}

// The lock is held, and two threads release it.
template <release_order Order>
void two_releases() {
  thread_lock<Order> lock;
  lock.acquire();
  bool released[2] = {};
  sync::parallel([&] { released[0] = lock.release(); }, [&] { released[1] = lock.release(); });
  sync::check(released[0] != released[1], "a lock held once is released once");
}

constexpr const char* source = "Gilectomy bug G17: _threadmodule.c, lock_release";
constexpr const char* swapped = "Gilectomy bug G17: _threadmodule.c after commit 174622df45";

}  // namespace

void register_thread_lock(registry& out) {
  out.add({.id = "gilectomy.thread_lock/fix=none",
           .summary = "release clears the mark of the thread that has acquired meanwhile",
           .provenance = source,
           .expected = "check"},
          this_backend, acquire_and_release<release_order::unlock_first>);
  out.add({.id = "gilectomy.thread_lock/fix=clear_first",
           .summary = "the mark is cleared while the lock is still held",
           .provenance = swapped},
          this_backend, acquire_and_release<release_order::clear_first>);
  out.add({.id = "gilectomy.thread_lock_two_releases/fix=clear_first",
           .summary = "the chance is not zero: two threads both find the lock locked",
           .provenance = swapped,
           .expected = "check"},
          this_backend, two_releases<release_order::clear_first>);
  out.add({.id = "gilectomy.thread_lock_two_releases/fix=test_and_clear",
           .summary = "an exchange finds the mark for one of the two",
           .provenance = swapped},
          this_backend, two_releases<release_order::test_and_clear>);
}

}  // namespace gilectomy
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
