/* The locks of the C library. */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <suture/scenario.h>
#include <threads.h>
#include <time.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static int n;

static void two(void *(*first)(void *), void *(*second)(void *)) {
  pthread_t one, other;
  pthread_create(&one, 0, first, 0);
  pthread_create(&other, 0, second, 0);
  pthread_join(one, 0);
  pthread_join(other, 0);
}

static void *count(void *unused) {
  (void)unused;
  for (int i = 0; i < 2; i++) {
    pthread_mutex_lock(&a);
    n++;
    pthread_mutex_unlock(&a);
  }
  return 0;
}
/* 4! / (2! 2!) orders of critical sections. */
SUTURE_SCENARIO(mutex, "lock.mutex") {
  two(count, count);
  suture_check(n == 4, "each counts");
}

static void *a_then_b(void *unused) {
  (void)unused;
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  return 0;
}
static void *b_then_a(void *unused) {
  (void)unused;
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return 0;
}
SUTURE_SCENARIO(crossed, "lock.order/second=crossed") { two(a_then_b, b_then_a); }
SUTURE_EXPECT(crossed, "deadlock");
SUTURE_SCENARIO(same_order, "lock.order/second=same") { two(a_then_b, a_then_b); }

static pthread_mutex_t nested;
static void *nest(void *unused) {
  (void)unused;
  pthread_mutex_lock(&nested);
  pthread_mutex_lock(&nested);
  n++;
  pthread_mutex_unlock(&nested);
  pthread_mutex_unlock(&nested);
  return 0;
}
SUTURE_SCENARIO(recursive, "lock.recursive") {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(&nested, &attributes);
  two(nest, nest);
  pthread_mutex_destroy(&nested);
  suture_check(n == 2, "each counts");
}
SUTURE_SCENARIO(not_recursive, "lock.recursive/kind=normal") {
  pthread_mutex_init(&nested, 0);
  nest(0);
}
SUTURE_EXPECT(not_recursive, "misuse");
SUTURE_SCENARIO(not_held, "lock.unlock_without_lock") { pthread_mutex_unlock(&a); }
SUTURE_EXPECT(not_held, "misuse");
SUTURE_SCENARIO(destroyed, "lock.used_after_destroy") {
  pthread_mutex_destroy(&a);
  pthread_mutex_lock(&a);
}
SUTURE_EXPECT(destroyed, "misuse");
SUTURE_SCENARIO(checks, "lock.errorcheck") {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_init(&nested, &attributes);
  suture_check(pthread_mutex_unlock(&nested) == EPERM, "nobody holds it");
  suture_check(pthread_mutex_lock(&nested) == 0, "it is free");
  suture_check(pthread_mutex_lock(&nested) == EDEADLK, "I hold it");
  pthread_mutex_unlock(&nested);
}

static atomic_int got;
static void *try(void *unused) {
  (void)unused;
  if (pthread_mutex_trylock(&a) == 0) {
    atomic_fetch_add(&got, 1);
    n++;
    pthread_mutex_unlock(&a);
  }
  return 0;
}
SUTURE_SCENARIO(trying, "lock.try") {
  two(try, try);
  suture_check(got >= 1 && n == got, "the first gets it");
}
static void *until(void *unused) {
  (void)unused;
  struct timespec soon;
  clock_gettime(CLOCK_REALTIME, &soon);
  soon.tv_nsec += 1000;
  if (pthread_mutex_timedlock(&a, &soon) == 0) {
    n++;
    pthread_mutex_unlock(&a);
  }
  return 0;
}
SUTURE_SCENARIO(timed, "lock.timed") {
  two(until, count);
  suture_check(n == 2 || n == 3, "the other counts");
}

static pthread_rwlock_t shared = PTHREAD_RWLOCK_INITIALIZER;
static void *read_it(void *unused) {
  (void)unused;
  pthread_rwlock_rdlock(&shared);
  int seen = n;
  suture_check(seen == 0 || seen == 2, "nobody writes meanwhile");
  pthread_rwlock_unlock(&shared);
  return 0;
}
static void *write_it(void *unused) {
  (void)unused;
  pthread_rwlock_wrlock(&shared);
  n = 1;
  n = 2;
  pthread_rwlock_unlock(&shared);
  return 0;
}
SUTURE_SCENARIO(readers, "lock.shared") {
  pthread_t third;
  pthread_create(&third, 0, read_it, 0);
  two(read_it, write_it);
  pthread_join(third, 0);
}
static void *write_as_a_reader(void *unused) {
  (void)unused;
  pthread_rwlock_rdlock(&shared);
  n++;
  pthread_rwlock_unlock(&shared);
  return 0;
}
SUTURE_SCENARIO(writing_reader, "lock.shared/mode=wrong") {
  two(write_as_a_reader, write_as_a_reader);
}
SUTURE_EXPECT(writing_reader, "race");

static pthread_spinlock_t spin;
static void *spin_and_count(void *unused) {
  (void)unused;
  pthread_spin_lock(&spin);
  n++;
  pthread_spin_unlock(&spin);
  return 0;
}
SUTURE_SCENARIO(spinning, "lock.pthread_spin") {
  pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
  two(spin_and_count, spin_and_count);
  suture_check(n == 2, "each counts");
}

/* One of the code's own: an exchange, and a hint to the scheduler. */
static atomic_int word;
static void *own_spin(void *unused) {
  (void)unused;
  while (atomic_exchange_explicit(&word, 1, memory_order_acquire)) sched_yield();
  n++;
  atomic_store_explicit(&word, 0, memory_order_release);
  return 0;
}
SUTURE_SCENARIO(own_lock, "lock.own_spin/release=release") {
  two(own_spin, own_spin);
  suture_check(n == 2, "each counts");
}
static void *own_spin_relaxed(void *unused) {
  (void)unused;
  while (atomic_exchange_explicit(&word, 1, memory_order_acquire)) {
  }
  n++;
  atomic_store_explicit(&word, 0, memory_order_relaxed);
  return 0;
}
SUTURE_SCENARIO(own_lock_relaxed, "lock.own_spin/release=relaxed") {
  two(own_spin_relaxed, own_spin_relaxed);
}
SUTURE_EXPECT(own_lock_relaxed, "race");

static sem_t permits;
static void *produce(void *unused) {
  (void)unused;
  n = 5;
  sem_post(&permits);
  return 0;
}
static void *consume(void *unused) {
  (void)unused;
  sem_wait(&permits);
  suture_check(n == 5, "it is there");
  return 0;
}
SUTURE_SCENARIO(semaphore, "lock.semaphore") {
  sem_init(&permits, 0, 0);
  two(produce, consume);
  sem_destroy(&permits);
}
SUTURE_SCENARIO(semaphore_never, "lock.semaphore/posts=none") {
  sem_init(&permits, 0, 0);
  pthread_t one;
  pthread_create(&one, 0, consume, 0);
  pthread_join(one, 0);
}
SUTURE_EXPECT(semaphore_never, "deadlock");

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void make(void) { n++; }
static void *use(void *unused) {
  (void)unused;
  pthread_once(&once, make);
  suture_check(n == 1, "it is made");
  return 0;
}
SUTURE_SCENARIO(making, "lock.once") { two(use, use); }

static pthread_barrier_t gate;
static int mine[2];
static atomic_int numbers;
static void *meet(void *unused) {
  (void)unused;
  const int me = atomic_fetch_add(&numbers, 1);
  mine[me] = 1;
  pthread_barrier_wait(&gate);
  suture_check(mine[1 - me] == 1, "the other has come, too");
  return 0;
}
SUTURE_SCENARIO(barrier, "lock.barrier") {
  pthread_barrier_init(&gate, 0, 2);
  two(meet, meet);
  pthread_barrier_destroy(&gate);
}

/* The same by C11's names. */
static mtx_t c11_lock;
static cnd_t c11_changed;
static int c11_add(void *unused) {
  (void)unused;
  mtx_lock(&c11_lock);
  n++;
  cnd_signal(&c11_changed);
  mtx_unlock(&c11_lock);
  return 3;
}
SUTURE_SCENARIO(c11, "lock.c11") {
  thrd_t other;
  int result = 0;
  mtx_init(&c11_lock, mtx_plain);
  cnd_init(&c11_changed);
  thrd_create(&other, c11_add, 0);
  mtx_lock(&c11_lock);
  while (n == 0) cnd_wait(&c11_changed, &c11_lock);
  suture_check(mtx_trylock(&c11_lock) == thrd_busy, "I hold it");
  mtx_unlock(&c11_lock);
  thrd_join(other, &result);
  suture_check(result == 3, "it is what the thread gave");
  cnd_destroy(&c11_changed);
  mtx_destroy(&c11_lock);
}
