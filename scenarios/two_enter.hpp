// What every lock with the face of recursive_lock must hold.
#pragma once

#include "model/sync/sync.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What a lock is for: plain data that only its holder may touch.
struct guarded_counter {
  guarded_counter() { sync::label(value, "guarded counter"); }
  void add_one() { value.set(value.get() + 1); }

  sync::var<int> value{0};
};

// One thread enters once, the other twice: a lock that takes the name left over from an earlier
// time for today's owner fails only on the second entry.
template <class Lock>
void mutual_exclusion() {
  Lock lock;
  guarded_counter counter;
  auto enter = [&] {
    lock.lock();
    counter.add_one();
    lock.unlock();
  };
  sync::parallel(enter, [&] {
    enter();
    enter();
  });
  sync::check(counter.value.get() == 3, "no entry is lost");
  sync::check(lock.is_idle(), "waiters leave nothing behind");
}

// Each thread enters, and enters again from inside, as a dict does whose key's __eq__ uses the
// same dict; it is still inside after the inner unlock.
template <class Lock>
void recursion() {
  Lock lock;
  guarded_counter counter;
  auto enter = [&] {
    lock.lock();
    lock.lock();
    lock.unlock();
    counter.add_one();
    lock.unlock();
  };
  sync::parallel(enter, enter);
  sync::check(counter.value.get() == 2, "no entry is lost");
  sync::check(lock.is_idle(), "waiters leave nothing behind");
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
