/* Litmus tests in C11: as many executions as `suture litmus` counts of the same. */
#include <pthread.h>
#include <stdatomic.h>
#include <suture/scenario.h>

static atomic_int x, y;
static int seen[4];

static void run(int threads, void *(*const bodies[])(void *)) {
  pthread_t all[4];
  for (int i = 0; i < threads; i++) pthread_create(&all[i], 0, bodies[i], 0);
  for (int i = 0; i < threads; i++) pthread_join(all[i], 0);
}

#define LOAD(where, order) atomic_load_explicit(&(where), memory_order_##order)
#define STORE(where, value, order) atomic_store_explicit(&(where), (value), memory_order_##order)
#define THREAD(name, ...) \
  static void *name(void *unused) { \
    (void)unused; \
    __VA_ARGS__; \
    return 0; \
  }

/* Store buffering. */
THREAD(sb_relaxed_0, STORE(x, 1, relaxed); seen[0] = LOAD(y, relaxed))
THREAD(sb_relaxed_1, STORE(y, 1, relaxed); seen[1] = LOAD(x, relaxed))
SUTURE_SCENARIO(sb_relaxed, "litmus.sb/order=relaxed") {
  run(2, (void *(*const[])(void *)){sb_relaxed_0, sb_relaxed_1});
}
SUTURE_SCENARIO(sb_relaxed_found, "litmus.sb_both_zero/order=relaxed") {
  run(2, (void *(*const[])(void *)){sb_relaxed_0, sb_relaxed_1});
  suture_check(seen[0] == 1 || seen[1] == 1, "somebody sees a store");
}
SUTURE_EXPECT(sb_relaxed_found, "check");
THREAD(sb_ordered_0, STORE(x, 1, seq_cst); seen[0] = LOAD(y, seq_cst))
THREAD(sb_ordered_1, STORE(y, 1, seq_cst); seen[1] = LOAD(x, seq_cst))
SUTURE_SCENARIO(sb_ordered, "litmus.sb_both_zero/order=seq_cst") {
  run(2, (void *(*const[])(void *)){sb_ordered_0, sb_ordered_1});
  suture_check(seen[0] == 1 || seen[1] == 1, "somebody sees a store");
}
THREAD(sb_fenced_0, STORE(x, 1, relaxed); atomic_thread_fence(memory_order_seq_cst);
       seen[0] = LOAD(y, relaxed))
THREAD(sb_fenced_1, STORE(y, 1, relaxed); atomic_thread_fence(memory_order_seq_cst);
       seen[1] = LOAD(x, relaxed))
SUTURE_SCENARIO(sb_fenced, "litmus.sb_both_zero/order=fenced") {
  run(2, (void *(*const[])(void *)){sb_fenced_0, sb_fenced_1});
  suture_check(seen[0] == 1 || seen[1] == 1, "somebody sees a store");
}

/* Message passing, of an atomic and of plain data. */
THREAD(mp_relaxed_0, STORE(x, 1, relaxed); STORE(y, 1, relaxed))
THREAD(mp_relaxed_1, seen[0] = LOAD(y, relaxed); seen[1] = LOAD(x, relaxed))
SUTURE_SCENARIO(mp_relaxed, "litmus.mp/order=relaxed") {
  run(2, (void *(*const[])(void *)){mp_relaxed_0, mp_relaxed_1});
  suture_check(seen[0] == 0 || seen[1] == 1, "the message is there");
}
SUTURE_EXPECT(mp_relaxed, "check");
THREAD(mp_ordered_0, STORE(x, 1, relaxed); STORE(y, 1, release))
THREAD(mp_ordered_1, seen[0] = LOAD(y, acquire); seen[1] = LOAD(x, relaxed))
SUTURE_SCENARIO(mp_ordered, "litmus.mp/order=release_acquire") {
  run(2, (void *(*const[])(void *)){mp_ordered_0, mp_ordered_1});
  suture_check(seen[0] == 0 || seen[1] == 1, "the message is there");
}
static int message;
THREAD(mp_plain_0, message = 5; STORE(y, 1, release))
THREAD(mp_plain_1, if (LOAD(y, acquire)) seen[0] = message)
SUTURE_SCENARIO(mp_plain, "litmus.mp_plain/order=release_acquire") {
  run(2, (void *(*const[])(void *)){mp_plain_0, mp_plain_1});
  suture_check(seen[0] == 0 || seen[0] == 5, "the message is there");
}
THREAD(mp_racy_0, message = 5; STORE(y, 1, relaxed))
SUTURE_SCENARIO(mp_racy, "litmus.mp_plain/order=relaxed") {
  run(2, (void *(*const[])(void *)){mp_racy_0, mp_plain_1});
}
SUTURE_EXPECT(mp_racy, "race");

/* Load buffering: RC11 has no values out of thin air, nor this. */
THREAD(lb_0, seen[0] = LOAD(x, relaxed); STORE(y, 1, relaxed))
THREAD(lb_1, seen[1] = LOAD(y, relaxed); STORE(x, 1, relaxed))
SUTURE_SCENARIO(lb, "litmus.lb/order=relaxed") {
  run(2, (void *(*const[])(void *)){lb_0, lb_1});
  suture_check(seen[0] == 0 || seen[1] == 0, "nobody reads what is yet to be written");
}

/* Independent reads of independent writes. */
THREAD(iriw_x, STORE(x, 1, seq_cst))
THREAD(iriw_y, STORE(y, 1, seq_cst))
THREAD(iriw_acquire_xy, seen[0] = LOAD(x, acquire); seen[1] = LOAD(y, acquire))
THREAD(iriw_acquire_yx, seen[2] = LOAD(y, acquire); seen[3] = LOAD(x, acquire))
THREAD(iriw_ordered_xy, seen[0] = LOAD(x, seq_cst); seen[1] = LOAD(y, seq_cst))
THREAD(iriw_ordered_yx, seen[2] = LOAD(y, seq_cst); seen[3] = LOAD(x, seq_cst))
static int agree(void) { return !(seen[0] && !seen[1] && seen[2] && !seen[3]); }
SUTURE_SCENARIO(iriw_acquire, "litmus.iriw/order=acquire") {
  run(4, (void *(*const[])(void *)){iriw_x, iriw_y, iriw_acquire_xy, iriw_acquire_yx});
  suture_check(agree(), "the readers agree");
}
SUTURE_EXPECT(iriw_acquire, "check");
SUTURE_SCENARIO(iriw_ordered, "litmus.iriw/order=seq_cst") {
  run(4, (void *(*const[])(void *)){iriw_x, iriw_y, iriw_ordered_xy, iriw_ordered_yx});
  suture_check(agree(), "the readers agree");
}

/* Coherence of one place. */
THREAD(co_write, STORE(x, 1, relaxed); STORE(x, 2, relaxed))
THREAD(co_read, seen[0] = LOAD(x, relaxed); seen[1] = LOAD(x, relaxed))
SUTURE_SCENARIO(coherence, "litmus.coherence") {
  run(2, (void *(*const[])(void *)){co_write, co_read});
  suture_check(seen[0] <= seen[1], "reads do not go back");
}

/* Compare-exchange: one of two wins. */
THREAD(cas_0, int nothing = 0; seen[0] = atomic_compare_exchange_strong(&x, &nothing, 1))
THREAD(cas_1, int nothing = 0; seen[1] = atomic_compare_exchange_strong(&x, &nothing, 2))
SUTURE_SCENARIO(cas, "litmus.compare_exchange") {
  run(2, (void *(*const[])(void *)){cas_0, cas_1});
  suture_check(seen[0] + seen[1] == 1, "one of them");
}

/* Weak compare-exchange, which may fail by chance, in the loops that it is used in. */
static int plain;
THREAD(weak_lock, int nothing = 0;
       while (!atomic_compare_exchange_weak_explicit(&x, &nothing, 1, memory_order_acquire,
                                                     memory_order_relaxed)) nothing = 0;
       plain++; STORE(x, 0, release))
SUTURE_SCENARIO(weak_lock, "litmus.weak/loop=lock") {
  run(2, (void *(*const[])(void *)){weak_lock, weak_lock});
  suture_check(plain == 2, "each counts");
}
THREAD(weak_add, int old = LOAD(x, relaxed);
       while (!atomic_compare_exchange_weak(&x, &old, old + 1)) {})
SUTURE_SCENARIO(weak_add, "litmus.weak/loop=add") {
  run(2, (void *(*const[])(void *)){weak_add, weak_add});
  suture_check(x == 2, "each adds");
}
