/* What may be done to a dict while others do something to it. Of 1: 100 and 2: 101, with no room for
 * a third; and there is another one beside it, 4: 200. */
#include <suture/scenario.h>

#include "tests/native/operations/dict.h"

struct dicts {
  struct dict *dict, *other;
};

SUTURE_PREPARE_OBJECT(dict) {
  struct dicts *both = malloc(sizeof *both);
  both->dict = dict_new();
  dict_set(both->dict, 1, object_new(100));
  dict_set(both->dict, 2, object_new(101));
  both->other = dict_new();
  dict_set(both->other, 4, object_new(200));
  return both;
}
SUTURE_DISCARD_OBJECT(dict) {
  struct dicts *both = object;
  dict_free(both->dict);
  dict_free(both->other);
  free(both);
}

static struct dict *dict_in(void *object) { return ((struct dicts *)object)->dict; }
static struct dict *other_in(void *object) { return ((struct dicts *)object)->other; }

/* The value of a reference, which is given up. */
static suture_result value_of(struct object *o) {
  if (o == NULL) return suture_text("none");
  const int value = o->value;
  object_drop(o);
  return suture_value(value);
}
static suture_result values_of(struct dict *d) {
  for (int key = 1; key <= 4; key++) value_of(dict_get(d, key));
  return suture_value(dict_length(d));
}
SUTURE_OBSERVE_OBJECT(dict) {
  values_of(dict_in(object));
  return values_of(other_in(object));
}

static struct object *new_one(void) { return object_new(suture_operation_number()); }

SUTURE_OPERATION(get, "dict.get") { return value_of(dict_get(dict_in(object), 1)); }
SUTURE_OPERATION(get_or, "dict.get_or") {
  struct object *otherwise = object_new(-1);
  const suture_result found = value_of(dict_get_or(dict_in(object), 3, otherwise));
  object_drop(otherwise);
  return found;
}
SUTURE_OPERATION(set, "dict.set") {
  dict_set(dict_in(object), 3, new_one());
  return suture_nothing();
}
SUTURE_OPERATION(replace, "dict.replace") {
  dict_set(dict_in(object), 1, new_one());
  return suture_nothing();
}
SUTURE_OPERATION(setdefault, "dict.setdefault") {
  return value_of(dict_setdefault(dict_in(object), 3, new_one()));
}
SUTURE_OPERATION(delete, "dict.delete") { return suture_value(dict_delete(dict_in(object), 1)); }
SUTURE_OPERATION(pop, "dict.pop") { return value_of(dict_pop(dict_in(object), 2)); }
SUTURE_OPERATION(popitem, "dict.popitem") {
  int key = 0;
  struct object *o = dict_popitem(dict_in(object), &key);
  suture_value(key);
  return value_of(o);
}
SUTURE_OPERATION(contains, "dict.contains") {
  return suture_value(dict_contains(dict_in(object), 1));
}
SUTURE_OPERATION(length, "dict.length") { return suture_value(dict_length(dict_in(object))); }
SUTURE_OPERATION(keys, "dict.keys") {
  int *keys;
  const int n = dict_keys(dict_in(object), &keys);
  for (int i = 0; i < n; i++) suture_value(keys[i]);
  free(keys);
  return suture_text("end");
}
SUTURE_OPERATION(copy, "dict.copy") {
  struct dict *copy = dict_copy(dict_in(object));
  const suture_result values = values_of(copy);
  dict_free(copy);
  return values;
}
SUTURE_OPERATION(update, "dict.update") {
  dict_update(dict_in(object), other_in(object));
  return suture_nothing();
}
SUTURE_OPERATION(update_other, "dict.update_other") {
  dict_update(other_in(object), dict_in(object));
  return suture_nothing();
}
SUTURE_OPERATION(clear, "dict.clear") {
  dict_clear(dict_in(object));
  return suture_nothing();
}

/* One key after the other. */
SUTURE_OPERATION(values, "dict.values") {
  value_of(dict_get(dict_in(object), 1));
  return value_of(dict_get(dict_in(object), 2));
}
SUTURE_NOT_ATOMIC(values, "values of different times");
