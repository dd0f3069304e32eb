/* How many executions there are of threads that add to a counter. */
#include <pthread.h>
#include <stdatomic.h>
#include <suture/scenario.h>

static atomic_int counter;
static int rounds;

static void *add(void *unused) {
  (void)unused;
  for (int i = 0; i < rounds; i++) atomic_fetch_add(&counter, 1);
  return 0;
}

static void run(int threads, int each) {
  pthread_t all[4];
  rounds = each;
  for (int i = 0; i < threads; i++) pthread_create(&all[i], 0, add, 0);
  for (int i = 0; i < threads; i++) pthread_join(all[i], 0);
  suture_check(counter == threads * each, "every addition counts");
}

/* 6! / (3! 3!) orders. */
SUTURE_SCENARIO(two_by_three, "count.fetch_add/threads=2,rounds=3") { run(2, 3); }
/* 12! / (4! 4! 4!). */
SUTURE_SCENARIO(three_by_four, "count.fetch_add/threads=3,rounds=4") { run(3, 4); }

static void *add_in_two_steps(void *unused) {
  (void)unused;
  atomic_store(&counter, atomic_load(&counter) + 1);
  return 0;
}
SUTURE_SCENARIO(lost_update, "count.two_steps") {
  pthread_t other;
  pthread_create(&other, 0, add_in_two_steps, 0);
  add_in_two_steps(0);
  pthread_join(other, 0);
  suture_check(counter == 2, "no addition is lost");
}
SUTURE_EXPECT(lost_update, "check");

static int plain;
static void *add_plainly(void *unused) {
  (void)unused;
  plain++;
  return 0;
}
SUTURE_SCENARIO(racy, "count.plain") {
  pthread_t other;
  pthread_create(&other, 0, add_plainly, 0);
  add_plainly(0);
  pthread_join(other, 0);
}
SUTURE_EXPECT(racy, "race");

/* Plain code before and after has the value to itself. */
SUTURE_SCENARIO(plain_around, "count.plain_around") {
  pthread_t other;
  counter = 7;
  rounds = 1;
  pthread_create(&other, 0, add, 0);
  add(0);
  pthread_join(other, 0);
  int *const same = (int *)&counter;
  suture_check(*same == 9, "a plain read sees the last value");
}
