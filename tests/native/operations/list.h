/* A list of objects that any number of threads may use: each function takes the list's lock, or the
 * locks of two lists. */
#ifndef LIST_H
#define LIST_H

#include "tests/native/operations/object.h"

struct list;

struct list *list_new(void);
/* Nobody may use it any more. */
void list_free(struct list *l);

int list_length(struct list *l);
int list_contains(struct list *l, int value);
/* Where the value stands first; -1 where it does not. */
int list_index(struct list *l, int value);
/* A reference to the item, for the caller; null where there is none. */
struct object *list_get(struct list *l, int i);
/* The last one, which the list gives up; null where it is empty. */
struct object *list_pop(struct list *l);
/* The items from `first` to before `last`, as far as they are there, as a list of the caller's. */
struct list *list_slice(struct list *l, int first, int last);

/* These take the caller's reference over. */
void list_append(struct list *l, struct object *o);
void list_insert(struct list *l, int i, struct object *o);
/* 0 where there is no such item. */
int list_set(struct list *l, int i, struct object *o);

/* Takes the first item of this value out. 0 where there is none. */
int list_remove(struct list *l, int value);
/* Appends the items of another list, which may be the same. */
void list_extend(struct list *l, struct list *from);
void list_reverse(struct list *l);
void list_clear(struct list *l);

#endif
