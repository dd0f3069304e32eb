// Mutexes of all kinds, spin locks, reader-writer locks.
#include <pthread.h>

#include <cerrno>
#include <ctime>

#include "model/native/binding.hpp"
#include "model/native/libc/pthreads.hpp"

namespace suture::native {

namespace {

// What a mutex's attributes said, where glibc keeps it; pthread_mutex_destroy leaves -1.
constexpr int kind_bits = 3;

bool is_destroyed(const pthread_mutex_t* m) { return m->__data.__kind == -1; }

primitive kind_of(const pthread_mutex_t* m) {
  return (m->__data.__kind & kind_bits) == PTHREAD_MUTEX_RECURSIVE ? primitive::recursive_mutex
                                                                   : primitive::mutex;
}
bool checks_errors(const pthread_mutex_t* m) {
  return (m->__data.__kind & kind_bits) == PTHREAD_MUTEX_ERRORCHECK;
}

object mutex_at(const call& from, const pthread_mutex_t* m) {
  if (is_destroyed(m)) misuse(from, "uses a mutex that was destroyed");
  return object(from, m, kind_of(m));
}

bool holds(const call& from, const object& o) {
  return from.run().thread(from.run().current()).held.find(o.location()) != nullptr;
}

}  // namespace

int mutex_tries(const call& from, pthread_mutex_t* m) {
  if (!from.under_test()) return 0;
  object o = mutex_at(from, m);
  // What sync::mutex leaves undefined POSIX answers: it is busy.
  if (kind_of(m) == primitive::mutex && holds(from, o)) return EBUSY;
  const bool got = from.run().locks().try_lock(o.cell(), lock_mode::exclusive, from.where());
  o.used();
  return got ? 0 : EBUSY;
}

int mutex_waits_until(const call& from, pthread_mutex_t* m, const timespec* until) {
  if (!from.under_test()) return 0;
  object o = mutex_at(from, m);
  if (checks_errors(m) && holds(from, o)) return EDEADLK;
  touch(from, until, sizeof *until, false);
  const bool got = from.run().locks().lock_until(o.cell(), lock_mode::exclusive,
                                                 deadline_of(*until), from.where());
  o.used();
  return got ? 0 : ETIMEDOUT;
}

namespace {

int make_mutex(pthread_mutex_t* m, const pthread_mutexattr_t* attributes) {
  const call here;
  if (here.under_test()) touch(here, m, sizeof *m, true);
  return pthread_mutex_init(m, attributes);
}

int end_mutex(pthread_mutex_t* m) {
  const call here;
  if (here.under_test()) {
    if (mutex_at(here, m).value() != 0) misuse(here, "destroys a mutex that is held");
    touch(here, m, sizeof *m, true);
  }
  return pthread_mutex_destroy(m);
}

int lock(pthread_mutex_t* m) {
  const call here;
  if (!here.under_test()) return 0;
  object o = mutex_at(here, m);
  if (checks_errors(m) && holds(here, o)) return EDEADLK;
  here.run().locks().lock(o.cell(), lock_mode::exclusive, here.where());
  o.used();
  return 0;
}

int try_lock(pthread_mutex_t* m) {
  const call here;
  return mutex_tries(here, m);
}

int timed_lock(pthread_mutex_t* m, const timespec* until) {
  const call here;
  return mutex_waits_until(here, m, until);
}

int unlock(pthread_mutex_t* m) {
  const call here;
  if (!here.under_test()) return 0;
  object o = mutex_at(here, m);
  if (checks_errors(m) && !holds(here, o)) return EPERM;
  here.run().locks().unlock(o.cell(), lock_mode::exclusive, here.where());
  o.used();
  return 0;
}

// The same functions for both clocks: there is one virtual clock.
int clock_lock(pthread_mutex_t* m, clockid_t, const timespec* until) {
  const call here;
  return mutex_waits_until(here, m, until);
}

int make_spin(pthread_spinlock_t* s, int) {
  const call here;
  touch(here, const_cast<int*>(s), sizeof *s, true);
  *s = 0;
  return 0;
}
int end_spin(pthread_spinlock_t* s) {
  const call here;
  touch(here, const_cast<int*>(s), sizeof *s, true);
  return 0;
}
int lock_spin(pthread_spinlock_t* s) {
  const call here;
  if (!here.under_test()) return 0;
  object o(here, const_cast<int*>(s), primitive::mutex);
  here.run().locks().lock(o.cell(), lock_mode::exclusive, here.where());
  o.used();
  return 0;
}
int try_spin(pthread_spinlock_t* s) {
  const call here;
  if (!here.under_test()) return 0;
  object o(here, const_cast<int*>(s), primitive::mutex);
  if (holds(here, o)) return EBUSY;
  const bool got = here.run().locks().try_lock(o.cell(), lock_mode::exclusive, here.where());
  o.used();
  return got ? 0 : EBUSY;
}
int unlock_spin(pthread_spinlock_t* s) {
  const call here;
  if (!here.under_test()) return 0;
  object o(here, const_cast<int*>(s), primitive::mutex);
  here.run().locks().unlock(o.cell(), lock_mode::exclusive, here.where());
  o.used();
  return 0;
}

int make_shared(pthread_rwlock_t* l, const pthread_rwlockattr_t* attributes) {
  const call here;
  if (here.under_test()) touch(here, l, sizeof *l, true);
  return pthread_rwlock_init(l, attributes);
}
int end_shared(pthread_rwlock_t* l) {
  const call here;
  if (here.under_test()) {
    if (object(here, l, primitive::shared_mutex).value() != 0) {
      misuse(here, "destroys a reader-writer lock that is held");
    }
    touch(here, l, sizeof *l, true);
  }
  return pthread_rwlock_destroy(l);
}

int lock_shared_as(const call& from, pthread_rwlock_t* l, lock_mode mode) {
  if (!from.under_test()) return 0;
  object o(from, l, primitive::shared_mutex);
  from.run().locks().lock(o.cell(), mode, from.where());
  o.used();
  return 0;
}
int try_shared_as(const call& from, pthread_rwlock_t* l, lock_mode mode) {
  if (!from.under_test()) return 0;
  object o(from, l, primitive::shared_mutex);
  const bool got = from.run().locks().try_lock(o.cell(), mode, from.where());
  o.used();
  return got ? 0 : EBUSY;
}
int time_shared_as(const call& from, pthread_rwlock_t* l, lock_mode mode, const timespec* until) {
  if (!from.under_test()) return 0;
  object o(from, l, primitive::shared_mutex);
  const bool got = from.run().locks().lock_until(o.cell(), mode, deadline_of(*until), from.where());
  o.used();
  return got ? 0 : ETIMEDOUT;
}
int lock_reading(pthread_rwlock_t* l) {
  const call here;
  return lock_shared_as(here, l, lock_mode::shared);
}
int lock_writing(pthread_rwlock_t* l) {
  const call here;
  return lock_shared_as(here, l, lock_mode::exclusive);
}
int try_reading(pthread_rwlock_t* l) {
  const call here;
  return try_shared_as(here, l, lock_mode::shared);
}
int try_writing(pthread_rwlock_t* l) {
  const call here;
  return try_shared_as(here, l, lock_mode::exclusive);
}
int timed_reading(pthread_rwlock_t* l, const timespec* until) {
  const call here;
  return time_shared_as(here, l, lock_mode::shared, until);
}
int timed_writing(pthread_rwlock_t* l, const timespec* until) {
  const call here;
  return time_shared_as(here, l, lock_mode::exclusive, until);
}
// One function for both, as the thread holds it.
int unlock_shared(pthread_rwlock_t* l) {
  const call here;
  if (!here.under_test()) return 0;
  object o(here, l, primitive::shared_mutex);
  const held_lock* const mine = here.run().thread(here.run().current()).held.find(o.location());
  const lock_mode mode = mine == nullptr ? lock_mode::exclusive : mine->mode;
  here.run().locks().unlock(o.cell(), mode, here.where());
  o.used();
  return 0;
}

}  // namespace

std::span<const replacement> lock_functions() {
  static const replacement all[] = {
      replace("pthread_mutex_init", make_mutex),
      replace("pthread_mutex_destroy", end_mutex),
      replace("pthread_mutex_lock", lock),
      replace("pthread_mutex_trylock", try_lock),
      replace("pthread_mutex_timedlock", timed_lock),
      replace("pthread_mutex_clocklock", clock_lock),
      replace("pthread_mutex_unlock", unlock),
      // Those of C11 that differ by no more than their names: mtx_t is a pthread_mutex_t.
      replace("mtx_lock", lock),
      replace("mtx_unlock", unlock),
      replace("mtx_destroy", end_mutex),
      replace("pthread_spin_init", make_spin),
      replace("pthread_spin_destroy", end_spin),
      replace("pthread_spin_lock", lock_spin),
      replace("pthread_spin_trylock", try_spin),
      replace("pthread_spin_unlock", unlock_spin),
      replace("pthread_rwlock_init", make_shared),
      replace("pthread_rwlock_destroy", end_shared),
      replace("pthread_rwlock_rdlock", lock_reading),
      replace("pthread_rwlock_wrlock", lock_writing),
      replace("pthread_rwlock_tryrdlock", try_reading),
      replace("pthread_rwlock_trywrlock", try_writing),
      replace("pthread_rwlock_timedrdlock", timed_reading),
      replace("pthread_rwlock_timedwrlock", timed_writing),
      replace("pthread_rwlock_unlock", unlock_shared),
  };
  return all;
}

}  // namespace suture::native
