// Condition variables, semaphores, barriers, futexes.
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/syscall.h>

#include <cerrno>
#include <climits>
#include <cstdarg>
#include <ctime>
#include <optional>

#include "model/native/binding.hpp"
#include "model/native/libc/pthreads.hpp"

namespace suture::native {

// A mutex's kind is the first that was said of it: see locks.cpp.
static primitive kind_of(const pthread_mutex_t* m) {
  return (m->__data.__kind & 3) == PTHREAD_MUTEX_RECURSIVE ? primitive::recursive_mutex
                                                           : primitive::mutex;
}

int condition_waits(const call& from, pthread_cond_t* c, pthread_mutex_t* m,
                    const std::int64_t* deadline) {
  if (!from.under_test()) return 0;
  object queue(from, c, primitive::condition_variable);
  object mutex(from, m, kind_of(m));
  queue.used();
  execution& run = from.run();
  const sync::site& where = from.where();
  const bool in_time = run.queues().condition_wait(
      queue.cell(), &mutex.cell(),
      [&] { run.locks().unlock(mutex.cell(), lock_mode::exclusive, where); },
      [&] { run.locks().lock(mutex.cell(), lock_mode::exclusive, where); }, deadline, where);
  mutex.used();
  return in_time ? 0 : ETIMEDOUT;
}

void condition_notifies(const call& from, pthread_cond_t* c, bool all) {
  if (!from.under_test()) return;
  object queue(from, c, primitive::condition_variable);
  from.run().queues().condition_notify(queue.cell(), all, from.where());
  queue.used();
}

void condition_ends(const call& from, pthread_cond_t* c) {
  if (!from.under_test()) return;
  object queue(from, c, primitive::condition_variable);
  if (from.run().known_sleeper(queue.location())) {
    misuse(from, "destroys a condition variable that a thread waits on");
  }
  touch(from, c, sizeof *c, true);
}

namespace {

int make_condition(pthread_cond_t* c, const pthread_condattr_t* attributes) {
  const call here;
  if (here.under_test()) touch(here, c, sizeof *c, true);
  return pthread_cond_init(c, attributes);
}

int end_condition(pthread_cond_t* c) {
  const call here;
  condition_ends(here, c);
  return 0;
}
int wait(pthread_cond_t* c, pthread_mutex_t* m) {
  const call here;
  return condition_waits(here, c, m, nullptr);
}
int timed_wait(pthread_cond_t* c, pthread_mutex_t* m, const timespec* until) {
  const call here;
  touch(here, until, sizeof *until, false);
  const std::int64_t deadline = deadline_of(*until);
  return condition_waits(here, c, m, &deadline);
}
int clock_wait(pthread_cond_t* c, pthread_mutex_t* m, clockid_t, const timespec* until) {
  const call here;
  touch(here, until, sizeof *until, false);
  const std::int64_t deadline = deadline_of(*until);
  return condition_waits(here, c, m, &deadline);
}

int signal(pthread_cond_t* c) {
  const call here;
  condition_notifies(here, c, false);
  return 0;
}
int broadcast(pthread_cond_t* c) {
  const call here;
  condition_notifies(here, c, true);
  return 0;
}

// The count of a semaphore that sem_init has made stands in its first bytes until it is used.
object permits_of(const call& from, sem_t* s) {
  return object(from, s, primitive::semaphore, *reinterpret_cast<const unsigned*>(s));
}

int make_semaphore(sem_t* s, int, unsigned value) {
  const call here;
  touch(here, s, sizeof *s, true);
  *reinterpret_cast<unsigned*>(s) = value;
  return 0;
}
int end_semaphore(sem_t* s) {
  const call here;
  touch(here, s, sizeof *s, true);
  return 0;
}
int take(const call& from, sem_t* s, const std::int64_t* deadline) {
  if (!from.under_test()) return 0;
  object permits = permits_of(from, s);
  const bool got = hooks::acquire_permit(permits.cell(), deadline, from.where());
  permits.used();
  if (!got) errno = ETIMEDOUT;
  return got ? 0 : -1;
}
int wait_semaphore(sem_t* s) {
  const call here;
  return take(here, s, nullptr);
}
int timed_semaphore(sem_t* s, const timespec* until) {
  const call here;
  touch(here, until, sizeof *until, false);
  const std::int64_t deadline = deadline_of(*until);
  return take(here, s, &deadline);
}
int clock_semaphore(sem_t* s, clockid_t, const timespec* until) {
  const call here;
  touch(here, until, sizeof *until, false);
  const std::int64_t deadline = deadline_of(*until);
  return take(here, s, &deadline);
}
int try_semaphore(sem_t* s) {
  const call here;
  if (!here.under_test()) return 0;
  object permits = permits_of(here, s);
  const bool got = here.run().attempt(permits.cell(), rmw_op::take, 1, here.where());
  permits.used();
  if (!got) errno = EAGAIN;
  return got ? 0 : -1;
}
int post(sem_t* s) {
  const call here;
  if (!here.under_test()) return 0;
  object permits = permits_of(here, s);
  hooks::release_permits(permits.cell(), 1, INT_MAX, here.where());
  permits.used();
  return 0;
}
int value_of(sem_t* s, int* into) {
  const call here;
  if (!here.under_test()) return 0;
  object permits = permits_of(here, s);
  const auto value = here.run().load(permits.cell(), std::memory_order_relaxed, here.where());
  permits.used();
  touch(here, into, sizeof *into, true);
  *into = static_cast<int>(value);
  return 0;
}

// A barrier is two words: who has arrived, and which phase is open. They go by two of its bytes.
struct barrier_words {
  object arrivals, gate;
  barrier_words(const call& from, pthread_barrier_t* b)
      : arrivals(from, b, primitive::barrier, hooks::barrier_of(*reinterpret_cast<unsigned*>(b))),
        gate(from, reinterpret_cast<std::byte*>(b) + 2 * sizeof(std::uint64_t),
             primitive::barrier) {}
};
int make_barrier(pthread_barrier_t* b, const pthread_barrierattr_t*, unsigned count) {
  const call here;
  if (count == 0) return EINVAL;
  touch(here, b, sizeof *b, true);
  *reinterpret_cast<unsigned*>(b) = count;
  return 0;
}
int end_barrier(pthread_barrier_t* b) {
  const call here;
  touch(here, b, sizeof *b, true);
  return 0;
}
int wait_barrier(pthread_barrier_t* b) {
  const call here;
  if (!here.under_test()) return PTHREAD_BARRIER_SERIAL_THREAD;
  barrier_words words(here, b);
  const hooks::arrival mine = hooks::arrive(words.arrivals.cell(), 1, 0, here.where());
  if (mine.last) {
    hooks::open_gate(words.arrivals.cell(), words.gate.cell(), mine, here.where());
  } else {
    hooks::wait_at_gate(words.gate.cell(), mine.phase, here.where());
  }
  words.arrivals.used();
  return mine.last ? PTHREAD_BARRIER_SERIAL_THREAD : 0;
}

// The word is an atomic of the code under test's own.
struct futex_call {
  const call& from;
  slot& word;
  int operation;
  std::uint32_t value;
  const timespec* time;
  std::uint32_t mask;
};

long sleep_on(const futex_call& f, bool relative) {
  std::optional<std::int64_t> deadline;
  if (f.time != nullptr) {
    touch(f.from, f.time, sizeof *f.time, false);
    deadline = relative ? hooks::deadline_after(f.time->tv_sec * second + f.time->tv_nsec)
                        : deadline_of(*f.time);
  }
  constexpr int errors[] = {0, EAGAIN, EINTR, ETIMEDOUT};
  const int how = f.from.run().queues().futex_wait(
      f.word.cell, f.value, deadline ? &*deadline : nullptr, f.mask, f.from.where());
  if (how == 0) return 0;
  errno = errors[how];
  return -1;
}

long futex(const call& from, const long (&a)[6]) {
  const auto address = static_cast<std::uintptr_t>(a[0]);
  const int operation = static_cast<int>(a[1]) & FUTEX_CMD_MASK;
  slot& word = world::current.memory().atomic(address, sizeof(std::uint32_t));
  world::current.memory().access({address, sizeof(std::uint32_t), false, true, false, from.pc()});
  const bool has_mask = operation == FUTEX_WAIT_BITSET || operation == FUTEX_WAKE_BITSET;
  const std::uint32_t mask = has_mask ? static_cast<std::uint32_t>(a[5]) : FUTEX_BITSET_MATCH_ANY;
  const auto value = static_cast<std::uint32_t>(a[2]);
  const futex_call f{from, word, operation, value, reinterpret_cast<const timespec*>(a[3]), mask};
  switch (operation) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
      return sleep_on(f, operation == FUTEX_WAIT);
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
      return from.run().queues().futex_wake(word.cell, value, mask, from.where());
    default:
      misuse(from, "makes a futex call that Suture does not model");
      return -1;
  }
}

long system_call(long number, ...) {
  const call here;
  va_list given;
  va_start(given, number);
  long arguments[6];
  for (long& a : arguments) a = va_arg(given, long);
  va_end(given);
  if (here.under_test() && number == SYS_futex) return futex(here, arguments);
  if (here.under_test()) misuse(here, "makes a system call that Suture does not model");
  return -1;
}

}  // namespace

std::span<const replacement> wait_functions() {
  static const replacement all[] = {
      replace("pthread_cond_init", make_condition),
      replace("pthread_cond_destroy", end_condition),
      replace("pthread_cond_wait", wait),
      replace("pthread_cond_timedwait", timed_wait),
      replace("pthread_cond_clockwait", clock_wait),
      replace("pthread_cond_signal", signal),
      replace("pthread_cond_broadcast", broadcast),
      replace("cnd_wait", wait),
      replace("cnd_signal", signal),
      replace("cnd_broadcast", broadcast),
      replace("cnd_destroy", end_condition),
      replace("sem_init", make_semaphore),
      replace("sem_destroy", end_semaphore),
      replace("sem_wait", wait_semaphore),
      replace("sem_timedwait", timed_semaphore),
      replace("sem_clockwait", clock_semaphore),
      replace("sem_trywait", try_semaphore),
      replace("sem_post", post),
      replace("sem_getvalue", value_of),
      replace("pthread_barrier_init", make_barrier),
      replace("pthread_barrier_destroy", end_barrier),
      replace("pthread_barrier_wait", wait_barrier),
      replace("syscall", system_call),
  };
  return all;
}

}  // namespace suture::native
