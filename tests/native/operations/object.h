/* A value that lives as long as somebody refers to it: counted by atomics, as interpreters count. */
#ifndef OBJECT_H
#define OBJECT_H

#include <stdatomic.h>
#include <stdlib.h>

struct object {
  atomic_int references;
  int value;
};

/* With one reference, the caller's. */
static inline struct object *object_new(int value) {
  struct object *o = malloc(sizeof *o);
  atomic_init(&o->references, 1);
  o->value = value;
  return o;
}

/* A further reference, taken by somebody who has one or keeps others from giving theirs up. */
static inline struct object *object_take(struct object *o) {
  atomic_fetch_add_explicit(&o->references, 1, memory_order_relaxed);
  return o;
}

/* Gives a reference up; null has none. */
static inline void object_drop(struct object *o) {
  if (o == NULL) return;
  if (atomic_fetch_sub_explicit(&o->references, 1, memory_order_release) != 1) return;
  atomic_thread_fence(memory_order_acquire);
  free(o);
}

#endif
