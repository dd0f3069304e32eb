/* A table with open addressing. Each #ifdef plants a fault. */
#include "tests/native/operations/dict.h"

#include <pthread.h>

struct entry {
  enum { empty, in_use, gone } state;
  int key;
  struct object *value;
};

struct dict {
  pthread_mutex_t lock;
  struct entry *table;
  unsigned room;     /* a power of two */
  int used, filled;  /* entries in use; with those that are gone */
};

static void lock(struct dict *d) { pthread_mutex_lock(&d->lock); }
static void unlock(struct dict *d) { pthread_mutex_unlock(&d->lock); }

/* --- With the lock ----------------------------------------------------------------------------- */

static struct entry *find(const struct dict *d, int key) {
  for (unsigned i = (unsigned)key;; i++) {
    struct entry *e = &d->table[i & (d->room - 1)];
    if (e->state == empty) return NULL;
    if (e->state == in_use && e->key == key) return e;
  }
}

/* Of a key that is not there, in a table that has room. */
static void add(struct dict *d, int key, struct object *o) {
  unsigned i = (unsigned)key;
  while (d->table[i & (d->room - 1)].state != empty) i++;
  d->table[i & (d->room - 1)] = (struct entry){in_use, key, o};
  d->used++;
  d->filled++;
}

static void begin_table(struct dict *d, unsigned room) {
  d->table = calloc(room, sizeof *d->table);
  d->room = room;
  d->used = d->filled = 0;
}

/* For one more: no more than two in three are filled. */
static void make_room(struct dict *d) {
  if (3 * (d->filled + 1) <= 2 * (int)d->room) return;
  struct entry *before = d->table;
  const unsigned room = d->room;
  begin_table(d, 2 * room);
  for (unsigned i = 0; i < room; i++) {
    if (before[i].state == in_use) add(d, before[i].key, before[i].value);
  }
  free(before);
}

/* The value that was there, or null. */
static struct object *put(struct dict *d, int key, struct object *o) {
  struct entry *e = find(d, key);
  if (e == NULL) {
    make_room(d);
    add(d, key, o);
    return NULL;
  }
  struct object *before = e->value;
  e->value = o;
  return before;
}

static struct object *take_out(struct dict *d, struct entry *e) {
  if (e == NULL) return NULL;
  e->state = gone;
  d->used--;
  return e->value;
}

/* --- Without it -------------------------------------------------------------------------------- */

struct dict *dict_new(void) {
  struct dict *d = malloc(sizeof *d);
  pthread_mutex_init(&d->lock, NULL);
  begin_table(d, 4);
  return d;
}

static void free_table(struct entry *table, unsigned room) {
  for (unsigned i = 0; i < room; i++) {
    if (table[i].state == in_use) object_drop(table[i].value);
  }
  free(table);
}

void dict_free(struct dict *d) {
  free_table(d->table, d->room);
  pthread_mutex_destroy(&d->lock);
  free(d);
}

int dict_length(struct dict *d) {
  lock(d);
  const int length = d->used;
  unlock(d);
  return length;
}

#ifdef CONTAINS_WITHOUT_LOCK
int dict_contains(struct dict *d, int key) { return find(d, key) != NULL; }
#else
int dict_contains(struct dict *d, int key) {
  lock(d);
  const int is_there = find(d, key) != NULL;
  unlock(d);
  return is_there;
}
#endif

struct object *dict_get_or(struct dict *d, int key, struct object *otherwise) {
  lock(d);
  const struct entry *e = find(d, key);
  struct object *o = e == NULL ? otherwise : e->value;
  if (o != NULL) object_take(o);
  unlock(d);
  return o;
}

struct object *dict_get(struct dict *d, int key) { return dict_get_or(d, key, NULL); }

struct object *dict_pop(struct dict *d, int key) {
  lock(d);
  struct object *o = take_out(d, find(d, key));
  unlock(d);
  return o;
}

struct object *dict_popitem(struct dict *d, int *key) {
  lock(d);
  struct entry *e = NULL;
  for (unsigned i = 0; i < d->room; i++) {
    if (d->table[i].state == in_use) e = &d->table[i];
  }
  if (e != NULL) *key = e->key;
  struct object *o = take_out(d, e);
  unlock(d);
#ifdef POPITEM_KEEPS_A_REFERENCE
  if (o != NULL) object_take(o);
#endif
  return o;
}

int dict_keys(struct dict *d, int **keys) {
#ifdef KEYS_ARE_COUNTED_BEFORE
  *keys = malloc((size_t)dict_length(d) * sizeof **keys);
  lock(d);
#else
  lock(d);
  *keys = malloc((size_t)d->used * sizeof **keys);
#endif
  int n = 0;
  for (unsigned i = 0; i < d->room; i++) {
    if (d->table[i].state == in_use) (*keys)[n++] = d->table[i].key;
  }
  unlock(d);
  return n;
}

void dict_set(struct dict *d, int key, struct object *o) {
  lock(d);
  struct object *before = put(d, key, o);
  unlock(d);
  object_drop(before);
}

#ifdef SETDEFAULT_IN_TWO_STEPS
struct object *dict_setdefault(struct dict *d, int key, struct object *o) {
  struct object *there = dict_get(d, key);
  if (there == NULL) {
    dict_set(d, key, object_take(o));
    return o;
  }
  object_drop(o);
  return there;
}
#else
struct object *dict_setdefault(struct dict *d, int key, struct object *o) {
  lock(d);
  const struct entry *e = find(d, key);
  struct object *there = e == NULL ? o : e->value;
  object_take(there);
  if (e == NULL) put(d, key, o);
  unlock(d);
  if (there != o) object_drop(o);
  return there;
}
#endif

int dict_delete(struct dict *d, int key) {
  lock(d);
  struct object *o = take_out(d, find(d, key));
#ifdef DELETE_OF_NOTHING_KEEPS_THE_LOCK
  if (o == NULL) return 0;
#endif
  unlock(d);
  object_drop(o);
  return o != NULL;
}

struct dict *dict_copy(struct dict *d) {
  struct dict *copy = dict_new();
  dict_update(copy, d);
  return copy;
}

void dict_update(struct dict *d, struct dict *from) {
  if (d == from) return;
  lock(d < from ? d : from);
  lock(d < from ? from : d);
  for (unsigned i = 0; i < from->room; i++) {
    const struct entry *e = &from->table[i];
    if (e->state == in_use) object_drop(put(d, e->key, object_take(e->value)));
  }
  unlock(d);
  unlock(from);
}

void dict_clear(struct dict *d) {
  lock(d);
  struct entry *table = d->table;
  const unsigned room = d->room;
  begin_table(d, 4);
  unlock(d);
  free_table(table, room);
}
