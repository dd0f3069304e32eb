// <threads.h>, where it differs from pthreads by more than names. glibc's types are the same.
#include <pthread.h>
#include <threads.h>

#include <cerrno>
#include <cstdint>

#include "model/native/binding.hpp"
#include "model/native/libc/pthreads.hpp"

namespace suture::native {

namespace {

int result_of(int error) {
  switch (error) {
    case 0:
      return thrd_success;
    case EBUSY:
      return thrd_busy;
    case ETIMEDOUT:
      return thrd_timedout;
    default:
      return thrd_error;
  }
}

pthread_mutex_t* mutex_of(mtx_t* m) { return reinterpret_cast<pthread_mutex_t*>(m); }
pthread_cond_t* queue_of(cnd_t* c) { return reinterpret_cast<pthread_cond_t*>(c); }

int start(thrd_t* thread, thrd_start_t function, void* argument) {
  const call here;
  if (!here.under_test()) return thrd_error;
  create_thread(here, thread, [function, argument] {
    return reinterpret_cast<void*>(static_cast<std::intptr_t>(function(argument)));
  });
  return thrd_success;
}

int join(thrd_t thread, int* result) {
  const call here;
  if (!here.under_test()) return thrd_error;
  join_thread(here, thread);
  if (result != nullptr) {
    touch(here, result, sizeof *result, true);
    void* const value = world::current.thread(thread_of(thread)).result;
    *result = static_cast<int>(reinterpret_cast<std::intptr_t>(value));
  }
  return thrd_success;
}

[[noreturn]] void leave(int result) {
  logical_thread& t = world::current.here();
  t.result = reinterpret_cast<void*>(static_cast<std::intptr_t>(result));
  std::longjmp(*t.way_out, 1);
}

int make_mutex(mtx_t* m, int type) {
  const call here;
  touch(here, m, sizeof *m, true);
  pthread_mutex_init(mutex_of(m), nullptr);
  const bool recursive = (type & mtx_recursive) != 0;
  mutex_of(m)->__data.__kind = recursive ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_NORMAL;
  return thrd_success;
}
int try_lock(mtx_t* m) {
  const call here;
  return result_of(mutex_tries(here, mutex_of(m)));
}
int timed_lock(mtx_t* m, const timespec* until) {
  const call here;
  return result_of(mutex_waits_until(here, mutex_of(m), until));
}

int make_condition(cnd_t* c) {
  const call here;
  touch(here, c, sizeof *c, true);
  pthread_cond_init(queue_of(c), nullptr);
  return thrd_success;
}
int timed_wait(cnd_t* c, mtx_t* m, const timespec* until) {
  const call here;
  touch(here, until, sizeof *until, false);
  const std::int64_t deadline = deadline_of(*until);
  return result_of(condition_waits(here, queue_of(c), mutex_of(m), &deadline));
}

int sleep_for(const timespec* time, timespec*) {
  const call here;
  if (!here.under_test()) return 0;
  touch(here, time, sizeof *time, false);
  here.run().surroundings().sleep(time->tv_sec * second + time->tv_nsec, here.where());
  return 0;
}

}  // namespace

std::span<const replacement> c11_thread_functions() {
  static const replacement all[] = {
      replace("thrd_create", start),        replace("thrd_join", join),
      replace("thrd_exit", leave),          replace("thrd_sleep", sleep_for),
      replace("mtx_init", make_mutex),      replace("mtx_trylock", try_lock),
      replace("mtx_timedlock", timed_lock), replace("cnd_init", make_condition),
      replace("cnd_timedwait", timed_wait),
  };
  return all;
}

}  // namespace suture::native
