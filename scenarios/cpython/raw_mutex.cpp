// gh-148820: _PyRawMutex, whose waiters sleep on a semaphore on their own stack.
//
// lock.c of free-threaded CPython, in our own words: who finds the mutex locked links a node with a
// semaphore to it and sleeps. Unlock takes the node off, releases the mutex, and then posts the
// semaphore. A waiter that wakes for another reason (a signal) in between finds the mutex free,
// takes it and returns; its node goes with its stack frame, and the post hits memory that is
// something else by then.
//
// Fixed: a waiter sleeps until its semaphore has been posted, whatever wakes it.
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/head.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

// A POSIX semaphore: posting is one step, and who has seen the post may destroy it.
class semaphore {
 public:
  semaphore() { sync::label(posted_, "semaphore"); }

  // Returns when it has been posted or, once in its life, because of a signal.
  void wait() {
    if (!interrupted_ && sync::choose(2) == 1) {
      interrupted_ = true;
      return;
    }
    sync::spin_until([this] { return is_posted(); });
  }
  bool is_posted() const { return posted_.load(std::memory_order_acquire); }
  void post() { posted_.store(true, std::memory_order_release); }

 private:
  sync::atomic<bool> posted_{false};
  bool interrupted_ = false;  // its waiter's own
};

// A waiter's node. It is made and destroyed as the stack frame it lies in would be.
struct waiter : head {
  waiter() : head{"waiter"} { sync::label(*this, type); }
  semaphore posted;
};

// For two threads: there is one waiter at most.
template <bool WaitsForPost>
class raw_mutex {
 public:
  raw_mutex() {
    sync::label(state_, "mutex");
    sync::label(locked_, "locked");
  }

  void lock() {
    if (take()) return;
    auto* me = sync::make_at<waiter>(sync::site::current());
    while (!take()) {
      if (!link(me)) continue;
      me->posted.wait();
      while (WaitsForPost && !me->posted.is_posted()) me->posted.wait();
    }
    sync::destroy(me);
  }

  void unlock() {
    waiter* sleeper = state_.exchange(nullptr, std::memory_order_acq_rel);
    if (sleeper == &locked_) return;
    sleeper->posted.post();
  }

 private:
  bool take() {
    waiter* free = nullptr;
    return state_.compare_exchange_strong(free, &locked_, std::memory_order_acquire,
                                          std::memory_order_relaxed);
  }
  // True once the node is linked to the locked mutex.
  bool link(waiter* me) {
    waiter* seen = &locked_;
    return state_.compare_exchange_strong(seen, me, std::memory_order_acq_rel,
                                          std::memory_order_relaxed) ||
           seen == me;
  }

  waiter locked_;  // stands for "locked, and nobody waits"
  sync::atomic<waiter*> state_{nullptr};
};

// Two threads enter in turn.
template <bool WaitsForPost>
void two_enter() {
  raw_mutex<WaitsForPost> mutex;
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
