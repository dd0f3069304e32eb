/* Each #ifdef plants a fault. */
#include "tests/native/operations/list.h"

#include <pthread.h>
#include <string.h>

struct list {
  pthread_mutex_t lock;
  struct object **items;
  int length, room;
};

static void lock(struct list *l) { pthread_mutex_lock(&l->lock); }
static void unlock(struct list *l) { pthread_mutex_unlock(&l->lock); }

/* In one order, whoever asks for the two. */
static void lock_both(struct list *a, struct list *b) {
#ifdef EXTEND_LOCKS_AS_THEY_COME
  lock(a);
  if (a != b) lock(b);
#else
  lock(a < b ? a : b);
  if (a != b) lock(a < b ? b : a);
#endif
}
static void unlock_both(struct list *a, struct list *b) {
  unlock(a);
  if (a != b) unlock(b);
}

/* --- With the lock ----------------------------------------------------------------------------- */

static void make_room(struct list *l, int more) {
  if (l->length + more <= l->room) return;
  l->room = 2 * l->room < l->length + more ? l->length + more : 2 * l->room;
  struct object **items = malloc((size_t)l->room * sizeof *items);
  if (l->length > 0) memcpy(items, l->items, (size_t)l->length * sizeof *items);
  free(l->items);
  l->items = items;
}

static int find(const struct list *l, int value) {
  for (int i = 0; i < l->length; i++) {
    if (l->items[i]->value == value) return i;
  }
  return -1;
}

/* Takes an item out, and its reference with it. */
static struct object *take_out(struct list *l, int i) {
  struct object *o = l->items[i];
  for (l->length--; i < l->length; i++) l->items[i] = l->items[i + 1];
  return o;
}

/* --- Without it -------------------------------------------------------------------------------- */

struct list *list_new(void) {
  struct list *l = malloc(sizeof *l);
  pthread_mutex_init(&l->lock, NULL);
  l->items = NULL;
  l->length = l->room = 0;
  return l;
}

void list_free(struct list *l) {
  for (int i = 0; i < l->length; i++) object_drop(l->items[i]);
  free(l->items);
  pthread_mutex_destroy(&l->lock);
  free(l);
}

#ifdef LENGTH_WITHOUT_LOCK
int list_length(struct list *l) { return l->length; }
#else
int list_length(struct list *l) {
  lock(l);
  const int length = l->length;
  unlock(l);
  return length;
}
#endif

int list_index(struct list *l, int value) {
  lock(l);
  const int i = find(l, value);
  unlock(l);
  return i;
}

int list_contains(struct list *l, int value) { return list_index(l, value) >= 0; }

struct object *list_get(struct list *l, int i) {
  lock(l);
  struct object *o = i < l->length ? l->items[i] : NULL;
#ifdef GET_TAKES_ITS_REFERENCE_LATE
  unlock(l);
  if (o != NULL) object_take(o);
#else
  if (o != NULL) object_take(o);
  unlock(l);
#endif
  return o;
}

struct object *list_pop(struct list *l) {
  lock(l);
  struct object *o = l->length > 0 ? take_out(l, l->length - 1) : NULL;
  unlock(l);
  return o;
}

struct list *list_slice(struct list *l, int first, int last) {
  struct list *part = list_new();
  lock(l);
  if (last > l->length) last = l->length;
  for (int i = first; i < last; i++) {
    make_room(part, 1);
    part->items[part->length++] = object_take(l->items[i]);
  }
  unlock(l);
  return part;
}

void list_append(struct list *l, struct object *o) {
  lock(l);
  make_room(l, 1);
  l->items[l->length++] = o;
  unlock(l);
}

void list_insert(struct list *l, int i, struct object *o) {
#ifdef INSERT_GROWS_OUTSIDE_THE_LOCK
  make_room(l, 1);
  lock(l);
#else
  lock(l);
  make_room(l, 1);
#endif
  if (i > l->length) i = l->length;
  for (int j = l->length++; j > i; j--) l->items[j] = l->items[j - 1];
  l->items[i] = o;
  unlock(l);
}

int list_set(struct list *l, int i, struct object *o) {
  lock(l);
  const int is_there = i < l->length;
  struct object *before = o;
  if (is_there) {
    before = l->items[i];
    l->items[i] = o;
  }
  unlock(l);
  object_drop(before);
  return is_there;
}

int list_remove(struct list *l, int value) {
  lock(l);
  const int i = find(l, value);
  struct object *o = i < 0 ? NULL : take_out(l, i);
  unlock(l);
  object_drop(o);
  return o != NULL;
}

void list_extend(struct list *l, struct list *from) {
  lock_both(l, from);
  const int more = from->length;
  make_room(l, more);
  for (int i = 0; i < more; i++) l->items[l->length++] = object_take(from->items[i]);
  unlock_both(l, from);
}

void list_reverse(struct list *l) {
  lock(l);
  for (int i = 0, j = l->length - 1; i < j; i++, j--) {
    struct object *o = l->items[i];
    l->items[i] = l->items[j];
    l->items[j] = o;
  }
  unlock(l);
}

void list_clear(struct list *l) {
  lock(l);
  struct object **items = l->items;
  const int length = l->length;
#ifdef CLEAR_FREES_BEFORE_IT_UNLINKS
  unlock(l);
#else
  l->items = NULL;
  l->length = l->room = 0;
  unlock(l);
#endif
  for (int i = 0; i < length; i++) object_drop(items[i]);
  free(items);
#ifdef CLEAR_FREES_BEFORE_IT_UNLINKS
  lock(l);
  l->items = NULL;
  l->length = l->room = 0;
  unlock(l);
#endif
}
