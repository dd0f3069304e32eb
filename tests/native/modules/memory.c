/* The heap, the stacks, sizes, thread-local storage. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <suture/scenario.h>

struct node {
  atomic_int uses;
  int value;
  struct node *next;
};

static struct node *start(void *(*body)(void *), pthread_t *thread) {
  struct node *const made = malloc(sizeof *made);
  atomic_init(&made->uses, 1);
  made->value = 7;
  made->next = 0;
  pthread_create(thread, 0, body, made);
  return made;
}

static void *look(void *given) {
  struct node *const n = given;
  suture_check(n->value == 7, "it is as it was made");
  return 0;
}
SUTURE_SCENARIO(freed_early, "memory.free/when=before_join") {
  pthread_t other;
  struct node *const n = start(look, &other);
  free(n);
  pthread_join(other, 0);
}
SUTURE_EXPECT(freed_early, "use-after-free");
SUTURE_SCENARIO(freed_late, "memory.free/when=after_join") {
  pthread_t other;
  struct node *const n = start(look, &other);
  pthread_join(other, 0);
  free(n);
}
static void *drop(void *given) {
  free(given);
  return 0;
}
SUTURE_SCENARIO(freed_twice, "memory.free/when=twice") {
  pthread_t other;
  struct node *const n = start(drop, &other);
  free(n);
  pthread_join(other, 0);
}
SUTURE_EXPECT(freed_twice, "double-free");
SUTURE_SCENARIO(leaked, "memory.leak") {
  pthread_t other;
  start(look, &other);
  pthread_join(other, 0);
}
SUTURE_EXPECT(leaked, "leak");
static struct node *kept;
SUTURE_SCENARIO(reachable, "memory.leak/kept=static") {
  kept = malloc(sizeof *kept);
  kept->next = malloc(sizeof *kept->next);
}
static char *volatile global_text;
static volatile int beyond_by;
SUTURE_SCENARIO(beyond, "memory.beyond_the_end") {
  global_text = malloc(5);
  beyond_by = 5;
  global_text[beyond_by] = 1;
}
SUTURE_EXPECT(beyond, "misuse");

/* A reference count that is right, and one whose last read comes after the drop. */
static void *release(void *given) {
  struct node *const n = given;
  if (atomic_fetch_sub_explicit(&n->uses, 1, memory_order_acq_rel) == 1) free(n);
  return 0;
}
SUTURE_SCENARIO(counted, "memory.refcount") {
  pthread_t other;
  struct node *const n = malloc(sizeof *n);
  atomic_init(&n->uses, 2);
  pthread_create(&other, 0, release, n);
  release(n);
  pthread_join(other, 0);
}
static void *release_and_look(void *given) {
  struct node *const n = given;
  if (atomic_fetch_sub_explicit(&n->uses, 1, memory_order_acq_rel) == 1) {
    free(n);
  } else if (n->value == 1) {
    n->next = 0;
  }
  return 0;
}
SUTURE_SCENARIO(counted_wrong, "memory.refcount/look=after_drop") {
  pthread_t other;
  struct node *const n = malloc(sizeof *n);
  atomic_init(&n->uses, 2);
  n->value = 2;
  pthread_create(&other, 0, release_and_look, n);
  release_and_look(n);
  pthread_join(other, 0);
}
SUTURE_EXPECT(counted_wrong, "use-after-free");

/* Blocks by other ways to them. */
SUTURE_SCENARIO(ways, "memory.allocators") {
  int *const zero = calloc(3, sizeof *zero);
  suture_check(zero[0] == 0 && zero[2] == 0, "calloc clears");
  zero[2] = 9;
  int *const more = realloc(zero, 100 * sizeof *more);
  suture_check(more[2] == 9, "realloc keeps");
  char *const text = strdup("text");
  suture_check(strcmp(text, "text") == 0, "strdup copies");
  void *aligned = 0;
  suture_check(posix_memalign(&aligned, 256, 10) == 0, "there is room");
  suture_check((uintptr_t)aligned % 256 == 0, "it is aligned");
  free(more);
  free(text);
  free(aligned);
}

/* One place in several sizes, plain and atomic, one after the other. */
static _Alignas(8) struct { uint32_t low, high; } both;
static void *add_low(void *given) {
  uint32_t *const local = given;
  __atomic_fetch_add(&both.low, 1, __ATOMIC_ACQ_REL);
  __atomic_fetch_add(local, 1, __ATOMIC_ACQ_REL);
  return 0;
}
SUTURE_SCENARIO(sizes, "memory.sizes") {
  for (int round = 0; round < 2; round++) {
    uint32_t local = 3;
    pthread_t other;
    both.low = 10U + (unsigned)round;
    both.high = 1;
    pthread_create(&other, 0, add_low, &local);
    __atomic_fetch_add(&both.low, 1, __ATOMIC_ACQ_REL);
    __atomic_fetch_add(&local, 1, __ATOMIC_ACQ_REL);
    pthread_join(other, 0);
    suture_check(both.low == 12U + (unsigned)round && local == 5, "plain reads see it");
    uint64_t copy;
    memcpy(&copy, &both, sizeof copy);
    suture_check((uint32_t)copy == both.low, "memcpy sees it");
    const uint64_t whole = __atomic_load_n((uint64_t *)&both, __ATOMIC_RELAXED);
    suture_check(whole == ((uint64_t)1 << 32 | both.low), "another size sees it");
  }
}
static void *store_low(void *unused) {
  (void)unused;
  __atomic_store_n(&both.low, 1, __ATOMIC_RELAXED);
  return 0;
}
SUTURE_SCENARIO(sizes_at_once, "memory.sizes/order=none") {
  pthread_t other;
  pthread_create(&other, 0, store_low, 0);
  __atomic_load_n((uint64_t *)&both, __ATOMIC_RELAXED);
  pthread_join(other, 0);
}
SUTURE_EXPECT(sizes_at_once, "misuse");

static char text[16];
static void *copy_text(void *unused) {
  (void)unused;
  memcpy(text, "hello", 6);
  return 0;
}
SUTURE_SCENARIO(copied, "memory.memcpy/order=none") {
  pthread_t other;
  pthread_create(&other, 0, copy_text, 0);
  suture_check(strlen(text) <= 5, "it is short");
  pthread_join(other, 0);
}
SUTURE_EXPECT(copied, "race");
static void *set_last(void *unused) {
  (void)unused;
  text[15] = 1;
  return 0;
}
SUTURE_SCENARIO(bytes, "memory.neighbours") {
  pthread_t other;
  pthread_create(&other, 0, set_last, 0);
  memcpy(text, "hello", 6);
  text[14] = 2;
  pthread_join(other, 0);
}

static _Thread_local int own = 5;
static void *change_own(void *unused) {
  (void)unused;
  suture_check(own == 5, "each thread has its own");
  own = 9;
  return &own;
}
SUTURE_SCENARIO(locals, "memory.thread_local") {
  pthread_t other;
  void *its;
  pthread_create(&other, 0, change_own, 0);
  suture_check(own == 5, "each thread has its own");
  pthread_join(other, &its);
  suture_check(its != &own, "they are two");
}

/* Sixteen bytes at a time. */
__extension__ typedef unsigned __int128 wide;
static _Alignas(16) wide pair;
static void *set_pair(void *unused) {
  (void)unused;
  __atomic_store_n(&pair, (wide)1 << 64 | 1, __ATOMIC_RELEASE);
  return 0;
}
SUTURE_SCENARIO(sixteen, "memory.sixteen_bytes") {
  pthread_t other;
  pthread_create(&other, 0, set_pair, 0);
  const wide seen = __atomic_load_n(&pair, __ATOMIC_ACQUIRE);
  suture_check(seen == 0 || seen == ((wide)1 << 64 | 1), "both halves or none");
  pthread_join(other, 0);
}

/* Threads that make threads, and share with them what lies in their frames and blocks. */
static atomic_int leaves;
static void *leaf(void *given) {
  atomic_fetch_add((atomic_int *)given, 1);
  atomic_fetch_add(&leaves, 1);
  return 0;
}
static void *branch(void *unused) {
  (void)unused;
  atomic_int local = 0;
  atomic_int *const block = malloc(sizeof *block);
  atomic_init(block, 0);
  pthread_t a, b;
  pthread_create(&a, 0, leaf, &local);
  pthread_create(&b, 0, leaf, block);
  pthread_join(a, 0);
  pthread_join(b, 0);
  suture_check(local == 1 && *block == 1, "each has one");
  free(block);
  return 0;
}
SUTURE_SCENARIO(branches, "memory.branches") {
  pthread_t a, b;
  pthread_create(&a, 0, branch, 0);
  pthread_create(&b, 0, branch, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  suture_check(leaves == 4, "four in all");
}

/* What compilers would like to make of library functions themselves is an access all the same. */
static _Alignas(8) char words[32], others[32];
static volatile int result;
static void *set_word(void *unused) {
  (void)unused;
  words[3] = 1;
  return 0;
}
#define AGAINST_A_WRITE(identifier, name, ...)   \
  SUTURE_SCENARIO(identifier, name) {            \
    pthread_t other;                             \
    pthread_create(&other, 0, set_word, 0);      \
    __VA_ARGS__;                                 \
    pthread_join(other, 0);                      \
  }                                              \
  SUTURE_EXPECT(identifier, "race")
AGAINST_A_WRITE(by_memcmp, "memory.function/name=memcmp", result = memcmp(words, others, 16) == 0);
AGAINST_A_WRITE(by_memcpy, "memory.function/name=memcpy", memcpy(words, others, 24));
AGAINST_A_WRITE(by_memset, "memory.function/name=memset", memset(words, 0, 24));
AGAINST_A_WRITE(by_strcpy, "memory.function/name=strcpy", strcpy(words, "some words"));
AGAINST_A_WRITE(by_strncpy, "memory.function/name=strncpy", strncpy(words, "words", 8));
AGAINST_A_WRITE(by_strcat, "memory.function/name=strcat", words[0] = 1; strcat(words, "words"));
AGAINST_A_WRITE(by_strlen, "memory.function/name=strlen",
                words[0] = words[1] = words[2] = 1; result = (int)strlen(words));
AGAINST_A_WRITE(by_copy, "memory.function/name=none",
                *(struct node *)(void *)words = *(struct node *)(void *)others);
