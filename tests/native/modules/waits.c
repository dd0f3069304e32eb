/* Condition variables, a parking lot, futexes. */
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <suture/scenario.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;

static void *announce(void *unused) {
  (void)unused;
  pthread_mutex_lock(&m);
  ready = 1;
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&m);
  return 0;
}
static void with_announcer(void (*body)(void), void *(*announcer)(void *)) {
  pthread_t other;
  pthread_create(&other, 0, announcer, 0);
  body();
  pthread_join(other, 0);
}
static void wait_in_a_loop(void) {
  pthread_mutex_lock(&m);
  while (!ready) pthread_cond_wait(&changed, &m);
  pthread_mutex_unlock(&m);
}
SUTURE_SCENARIO(right, "wait.condition") { with_announcer(wait_in_a_loop, announce); }
static void wait_without_asking(void) {
  pthread_mutex_lock(&m);
  pthread_cond_wait(&changed, &m);
  pthread_mutex_unlock(&m);
}
SUTURE_SCENARIO(lost, "wait.condition/asks=no") { with_announcer(wait_without_asking, announce); }
SUTURE_EXPECT(lost, "lost-wakeup");
static void wait_once(void) {
  pthread_mutex_lock(&m);
  if (!ready) pthread_cond_wait(&changed, &m);
  suture_check(ready, "it is ready when the wait returns");
  pthread_mutex_unlock(&m);
}
SUTURE_SCENARIO(once, "wait.condition/asks=once") { with_announcer(wait_once, announce); }
SUTURE_EXPECT(once, "check");
static void *announce_unlocked(void *unused) {
  (void)unused;
  ready = 1;
  pthread_cond_signal(&changed);
  return 0;
}
SUTURE_SCENARIO(unlocked, "wait.condition/sets=unlocked") {
  with_announcer(wait_in_a_loop, announce_unlocked);
}
SUTURE_EXPECT(unlocked, "race");
static void wait_for_a_while(void) {
  struct timespec soon;
  clock_gettime(CLOCK_REALTIME, &soon);
  soon.tv_nsec += 1000;
  pthread_mutex_lock(&m);
  while (!ready) {
    if (pthread_cond_timedwait(&changed, &m, &soon) == ETIMEDOUT) break;
  }
  pthread_mutex_unlock(&m);
}
SUTURE_SCENARIO(timed, "wait.condition/wait=timed") { with_announcer(wait_for_a_while, announce); }

/* A lock of one word that sleeps on a futex: 0 free, 1 taken, 2 taken and somebody sleeps
 * (Drepper, "Futexes are tricky", the second mutex). */
static atomic_uint word;
static int n;
static long sleep_while(atomic_uint *at, unsigned value) {
  return syscall(SYS_futex, at, FUTEX_WAIT_PRIVATE, value, 0, 0, 0);
}
static long wake_one(atomic_uint *at) {
  return syscall(SYS_futex, at, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0);
}
static void futex_lock(void) {
  unsigned seen = 0;
  if (atomic_compare_exchange_strong(&word, &seen, 1)) return;
  if (seen != 2) seen = atomic_exchange(&word, 2);
  while (seen != 0) {
    sleep_while(&word, 2);
    seen = atomic_exchange(&word, 2);
  }
}
static void futex_unlock(void) {
  if (atomic_fetch_sub(&word, 1) != 1) {
    atomic_store(&word, 0);
    wake_one(&word);
  }
}
static void *count(void *unused) {
  (void)unused;
  futex_lock();
  n++;
  futex_unlock();
  return 0;
}
static void two(void *(*body)(void *)) {
  pthread_t a, b;
  pthread_create(&a, 0, body, 0);
  pthread_create(&b, 0, body, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
}
SUTURE_SCENARIO(futex, "wait.futex") {
  two(count);
  suture_check(n == 2, "each counts");
}
static void *count_and_never_wake(void *unused) {
  (void)unused;
  futex_lock();
  n++;
  atomic_store(&word, 0);
  return 0;
}
SUTURE_SCENARIO(futex_never, "wait.futex/unlock=wakes_nobody") { two(count_and_never_wake); }
SUTURE_EXPECT(futex_never, "lost-wakeup");

/* An adaptive mutex of two bits over a parking lot: whoever finds it taken tries a little, says that
 * it will sleep, and parks if that is still so; who gives it back wakes one and hands nothing over
 * (WebKit's WTF::Lock; Pizlo 2016). */
enum { locked = 1, parked = 2 };
struct sleeper {
  struct sleeper *next;
  void *address;
  int woken;
  pthread_mutex_t lock;
  pthread_cond_t signal;
};
static struct bucket {
  pthread_mutex_t lock;
  struct sleeper *first;
} buckets[3] = {{PTHREAD_MUTEX_INITIALIZER, 0},
                {PTHREAD_MUTEX_INITIALIZER, 0},
                {PTHREAD_MUTEX_INITIALIZER, 0}};
static struct bucket *bucket_of(void *address) {
  return &buckets[(unsigned long)address / 4 % 3];
}
static int look_again = 1, keep_bit = 1;

static void park(atomic_uchar *address, unsigned char expected) {
  struct bucket *const b = bucket_of(address);
  struct sleeper self = {0, address, 0, PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER};
  pthread_mutex_lock(&b->lock);
  if (look_again && atomic_load(address) != expected) {
    pthread_mutex_unlock(&b->lock);
    return;
  }
  struct sleeper **last = &b->first;
  while (*last) last = &(*last)->next;
  *last = &self;
  pthread_mutex_unlock(&b->lock);
  pthread_mutex_lock(&self.lock);
  while (!self.woken) pthread_cond_wait(&self.signal, &self.lock);
  pthread_mutex_unlock(&self.lock);
  pthread_cond_destroy(&self.signal);
  pthread_mutex_destroy(&self.lock);
}
static void unpark_one(atomic_uchar *address) {
  struct bucket *const b = bucket_of(address);
  pthread_mutex_lock(&b->lock);
  struct sleeper **at = &b->first, *found;
  while (*at && (*at)->address != address) at = &(*at)->next;
  found = *at;
  if (found) *at = found->next;
  int more = 0;
  for (struct sleeper *s = b->first; s; s = s->next) more |= s->address == address;
  atomic_store(address, more && keep_bit ? parked : 0);
  pthread_mutex_unlock(&b->lock);
  if (!found) return;
  pthread_mutex_lock(&found->lock);
  found->woken = 1;
  pthread_cond_signal(&found->signal);
  pthread_mutex_unlock(&found->lock);
}
static atomic_uchar adaptive;
static void adaptive_lock(void) {
  for (int tries = 0;;) {
    unsigned char seen = atomic_load_explicit(&adaptive, memory_order_relaxed);
    if (!(seen & locked)) {
      if (atomic_compare_exchange_strong_explicit(&adaptive, &seen, seen | locked,
                                                memory_order_acquire, memory_order_relaxed)) {
        return;
      }
      continue;
    }
    if (!(seen & parked)) {
      if (tries < 1) {
        tries++;
        continue;
      }
      if (!atomic_compare_exchange_strong(&adaptive, &seen, seen | parked)) continue;
    }
    park(&adaptive, locked | parked);
  }
}
static void adaptive_unlock(void) {
  unsigned char held = locked;
  if (atomic_compare_exchange_strong_explicit(&adaptive, &held, 0, memory_order_release,
                                              memory_order_relaxed)) {
    return;
  }
  unpark_one(&adaptive);
}
static int rounds = 1;
static void *count_adaptively(void *unused) {
  (void)unused;
  for (int i = 0; i < rounds; i++) {
    adaptive_lock();
    n++;
    adaptive_unlock();
  }
  return 0;
}
SUTURE_SCENARIO(adaptive_mutex, "wait.parking_lot") {
  two(count_adaptively);
  suture_check(n == 2, "each counts");
}
SUTURE_SCENARIO(adaptive_twice, "wait.parking_lot/rounds=2") {
  rounds = 2;
  two(count_adaptively);
  suture_check(n == 4, "each counts");
}
SUTURE_SCENARIO(no_second_look, "wait.parking_lot/looks=once") {
  look_again = 0;
  two(count_adaptively);
}
SUTURE_EXPECT(no_second_look, "lost-wakeup");
static void *count_without_release(void *unused) {
  (void)unused;
  adaptive_lock();
  n++;
  unsigned char held = locked;
  if (!atomic_compare_exchange_strong_explicit(&adaptive, &held, 0, memory_order_relaxed,
                                               memory_order_relaxed)) {
    unpark_one(&adaptive);
  }
  return 0;
}
SUTURE_SCENARIO(relaxed_unlock, "wait.parking_lot/unlock=relaxed") { two(count_without_release); }
SUTURE_EXPECT(relaxed_unlock, "race");
