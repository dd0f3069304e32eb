/* A stack under a lock, or without. */
#include <pthread.h>
#include <suture/scenario.h>

struct stack {
  pthread_mutex_t lock;
  int items[8], length;
};

static void enter(struct stack *s) {
#ifndef WITHOUT_LOCK
  pthread_mutex_lock(&s->lock);
#endif
  (void)s;
}

static void leave(struct stack *s) {
#ifndef WITHOUT_LOCK
  pthread_mutex_unlock(&s->lock);
#endif
  (void)s;
}

SUTURE_PREPARE_OBJECT(stack) {
  static struct stack s = {.lock = PTHREAD_MUTEX_INITIALIZER};
  return &s;
}
SUTURE_OBSERVE_OBJECT(stack) {
  struct stack *s = object;
  for (int i = 0; i < s->length; i++) suture_value(s->items[i]);
  return suture_nothing();
}

SUTURE_OPERATION(push, "stack.push") {
  struct stack *s = object;
  enter(s);
  s->items[s->length++] = suture_operation_number();
  leave(s);
  return suture_nothing();
}

SUTURE_OPERATION(pop, "stack.pop") {
  struct stack *s = object;
  enter(s);
  const int item = s->length == 0 ? -1 : s->items[--s->length];
  leave(s);
  return suture_value(item);
}
