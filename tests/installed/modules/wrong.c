/* A race that nobody expects. */
#include <pthread.h>
#include <stddef.h>
#include <suture/scenario.h>

static int total;

static void *add(void *unused) {
  total++;
  return unused;
}

SUTURE_SCENARIO(bare, "counter.add") {
  pthread_t a;
  pthread_create(&a, NULL, add, NULL);
  add(NULL);
  pthread_join(a, NULL);
}
