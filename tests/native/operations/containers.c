/* A list and a dict, each with a lock, as operations. -DFAULT=… plants a fault. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <suture/scenario.h>

#define NONE 0
#define APPEND_WITHOUT_LOCK 1
#define LEN_WITHOUT_LOCK 2
#define POP_LOOKS_FIRST 3
#define GET_KEEPS_ITEMS 4
#define CLEAR_LOCKS_CROSSED 5
#define SETDEFAULT_LOOKS_FIRST 6
#define POP_FORGETS_TO_UNLOCK 7
#define DISCARD_FORGETS_ITEMS 8
#ifndef FAULT
#define FAULT NONE
#endif

struct list {
  pthread_mutex_t lock;
  int *items;
  int length, room;
};

/* How often lists were changed; its lock is taken inside of a list's. */
static pthread_mutex_t changes_lock = PTHREAD_MUTEX_INITIALIZER;
static int changes;

static void count_change(void) {
  pthread_mutex_lock(&changes_lock);
  changes++;
  pthread_mutex_unlock(&changes_lock);
}

static void make_room(struct list *l) {
  if (l->length < l->room) return;
  int *more = malloc(2 * l->room * sizeof *more);
  memcpy(more, l->items, l->length * sizeof *more);
  free(l->items);
  l->items = more;
  l->room *= 2;
}

SUTURE_PREPARE_OBJECT(list) {
  struct list *l = malloc(sizeof *l);
  pthread_mutex_init(&l->lock, 0);
  l->items = malloc(sizeof *l->items);
  l->items[0] = 100;
  l->length = l->room = 1;
  return l;
}
SUTURE_DISCARD_OBJECT(list) {
  struct list *l = object;
  pthread_mutex_destroy(&l->lock);
  if (FAULT != DISCARD_FORGETS_ITEMS || l->room == 1) free(l->items);
  free(l);
}
SUTURE_OBSERVE_OBJECT(list) {
  struct list *l = object;
  for (int i = 0; i < l->length; i++) suture_value(l->items[i]);
  return suture_value(changes);
}

SUTURE_OPERATION(list_append, "list.append") {
  struct list *l = object;
  if (FAULT != APPEND_WITHOUT_LOCK) pthread_mutex_lock(&l->lock);
  make_room(l);
  l->items[l->length++] = suture_operation_number();
  count_change();
  if (FAULT != APPEND_WITHOUT_LOCK) pthread_mutex_unlock(&l->lock);
  return suture_nothing();
}

SUTURE_OPERATION(list_prepend, "list.prepend") {
  struct list *l = object;
  pthread_mutex_lock(&l->lock);
  make_room(l);
  for (int i = l->length++; i > 0; i--) l->items[i] = l->items[i - 1];
  l->items[0] = suture_operation_number();
  count_change();
  pthread_mutex_unlock(&l->lock);
  return suture_nothing();
}

SUTURE_OPERATION(list_pop, "list.pop") {
  struct list *l = object;
  pthread_mutex_lock(&l->lock);
  const int empty = l->length == 0;
  if (FAULT == POP_LOOKS_FIRST) {
    pthread_mutex_unlock(&l->lock);
    pthread_mutex_lock(&l->lock);
  }
  int item = -1;
  if (!empty) item = l->length == 0 ? -2 : l->items[--l->length];
  if (FAULT != POP_FORGETS_TO_UNLOCK || !empty) pthread_mutex_unlock(&l->lock);
  return suture_value(item);
}

SUTURE_OPERATION(list_len, "list.len") {
  struct list *l = object;
  if (FAULT != LEN_WITHOUT_LOCK) pthread_mutex_lock(&l->lock);
  const int length = l->length;
  if (FAULT != LEN_WITHOUT_LOCK) pthread_mutex_unlock(&l->lock);
  return suture_value(length);
}

SUTURE_OPERATION(list_get, "list.get") {
  struct list *l = object;
  pthread_mutex_lock(&l->lock);
  const int *const items = l->items;
  const int length = l->length;
  if (FAULT == GET_KEEPS_ITEMS) pthread_mutex_unlock(&l->lock);
  const int item = length == 0 ? -1 : items[0];
  if (FAULT != GET_KEEPS_ITEMS) pthread_mutex_unlock(&l->lock);
  return suture_value(item);
}

SUTURE_OPERATION(list_clear, "list.clear") {
  struct list *l = object;
  pthread_mutex_t *const first = FAULT == CLEAR_LOCKS_CROSSED ? &changes_lock : &l->lock;
  pthread_mutex_t *const second = FAULT == CLEAR_LOCKS_CROSSED ? &l->lock : &changes_lock;
  pthread_mutex_lock(first);
  pthread_mutex_lock(second);
  l->length = 0;
  changes++;
  pthread_mutex_unlock(second);
  pthread_mutex_unlock(first);
  return suture_nothing();
}

/* Keys are 0 and 1; a value of 0 is none. */
struct dict {
  pthread_mutex_t lock;
  int values[2];
};

SUTURE_PREPARE_OBJECT(dict) {
  struct dict *d = calloc(1, sizeof *d);
  pthread_mutex_init(&d->lock, 0);
  d->values[1] = 100;
  return d;
}
SUTURE_OBSERVE_OBJECT(dict) {
  struct dict *d = object;
  suture_value(d->values[0]);
  return suture_value(d->values[1]);
}

static int change(struct dict *d, int key, int value) {
  pthread_mutex_lock(&d->lock);
  const int before = d->values[key];
  d->values[key] = value;
  pthread_mutex_unlock(&d->lock);
  return before;
}

static int look(struct dict *d, int key) {
  pthread_mutex_lock(&d->lock);
  const int value = d->values[key];
  pthread_mutex_unlock(&d->lock);
  return value;
}

SUTURE_OPERATION(dict_set, "dict.set") {
  change(object, 0, suture_operation_number());
  return suture_nothing();
}
SUTURE_OPERATION(dict_get, "dict.get") { return suture_value(look(object, 0)); }
SUTURE_OPERATION(dict_contains, "dict.contains") {
  return suture_text(look(object, 1) != 0 ? "yes" : "no");
}
SUTURE_OPERATION(dict_pop, "dict.pop") { return suture_value(change(object, 1, 0)); }

SUTURE_OPERATION(dict_setdefault, "dict.setdefault") {
  struct dict *d = object;
  const int mine = suture_operation_number();
  if (FAULT == SETDEFAULT_LOOKS_FIRST) {
    const int there = look(d, 0);
    if (there == 0) change(d, 0, mine);
    return suture_value(there == 0 ? mine : there);
  }
  pthread_mutex_lock(&d->lock);
  if (d->values[0] == 0) d->values[0] = mine;
  const int value = d->values[0];
  pthread_mutex_unlock(&d->lock);
  return suture_value(value);
}

SUTURE_OPERATION(dict_clear, "dict.clear") {
  struct dict *d = object;
  pthread_mutex_lock(&d->lock);
  d->values[0] = d->values[1] = 0;
  pthread_mutex_unlock(&d->lock);
  return suture_nothing();
}

SUTURE_OPERATION(dict_swap, "dict.swap") {
  struct dict *d = object;
  pthread_mutex_lock(&d->lock);
  const int value = d->values[0];
  d->values[0] = d->values[1];
  d->values[1] = value;
  pthread_mutex_unlock(&d->lock);
  return suture_nothing();
}

/* One key after the other. */
SUTURE_OPERATION(dict_items, "dict.items") {
  suture_value(look(object, 1));
  return suture_value(look(object, 0));
}
SUTURE_NOT_ATOMIC(dict_items, "values of different times");
