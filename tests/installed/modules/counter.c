/* Two threads that add to a counter, under a lock and without. */
#include <pthread.h>
#include <stddef.h>
#include <suture/scenario.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int total;

static void *add(void *unused) {
  pthread_mutex_lock(&lock);
  total++;
  pthread_mutex_unlock(&lock);
  return unused;
}

static void *add_without_lock(void *unused) {
  total++;
  return unused;
}

static void run_two(void *(*work)(void *)) {
  pthread_t a, b;
  pthread_create(&a, NULL, work, NULL);
  pthread_create(&b, NULL, work, NULL);
  pthread_join(a, NULL);
  pthread_join(b, NULL);
  suture_check(total == 2, "both count");
}

SUTURE_SCENARIO(locked, "counter.add/lock=mutex") { run_two(add); }

SUTURE_SCENARIO(bare, "counter.add/lock=none") { run_two(add_without_lock); }
SUTURE_EXPECT(bare, "race");

SUTURE_SCENARIO(alone, "counter.alone") {
  add(NULL);
  suture_check(total == 1, "it counts");
}
