/* A dict from numbers to objects that any number of threads may use: each function takes the dict's
 * lock, or the locks of two dicts. */
#ifndef DICT_H
#define DICT_H

#include "tests/native/operations/object.h"

struct dict;

struct dict *dict_new(void);
/* Nobody may use it any more. */
void dict_free(struct dict *d);

int dict_length(struct dict *d);
int dict_contains(struct dict *d, int key);
/* A reference to the value, for the caller; null where there is none. */
struct object *dict_get(struct dict *d, int key);
/* The same with another object in its place, a reference to which becomes the caller's. */
struct object *dict_get_or(struct dict *d, int key, struct object *otherwise);
/* The value, which the dict gives up; null where there is none. */
struct object *dict_pop(struct dict *d, int key);
/* Some key with its value; null where the dict is empty. */
struct object *dict_popitem(struct dict *d, int *key);
/* How many keys there are; they are in a block of the caller's. */
int dict_keys(struct dict *d, int **keys);
struct dict *dict_copy(struct dict *d);

/* These take the caller's reference over. */
void dict_set(struct dict *d, int key, struct object *o);
/* A reference to what is there then, for the caller. */
struct object *dict_setdefault(struct dict *d, int key, struct object *o);

/* 0 where there is no such key. */
int dict_delete(struct dict *d, int key);
/* Sets what another dict has, which may be the same. */
void dict_update(struct dict *d, struct dict *from);
void dict_clear(struct dict *d);

#endif
