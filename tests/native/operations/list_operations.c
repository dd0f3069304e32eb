/* What may be done to a list while others do something to it. Of 100 and 101, with no room for a
 * third; and there is another one beside it, of 200. */
#include <suture/scenario.h>

#include "tests/native/operations/list.h"

struct lists {
  struct list *list, *other;
};

static struct list *list_of(struct object *a, struct object *b) {
  struct list *l = list_new();
  list_append(l, a);
  if (b != NULL) list_append(l, b);
  return l;
}

SUTURE_PREPARE_OBJECT(list) {
  struct lists *both = malloc(sizeof *both);
  both->list = list_of(object_new(100), object_new(101));
  both->other = list_of(object_new(200), NULL);
  return both;
}
SUTURE_DISCARD_OBJECT(list) {
  struct lists *both = object;
  list_free(both->list);
  list_free(both->other);
  free(both);
}

static struct list *list_in(void *object) { return ((struct lists *)object)->list; }
static struct list *other_in(void *object) { return ((struct lists *)object)->other; }

/* The value of a reference, which is given up. */
static suture_result value_of(struct object *o) {
  if (o == NULL) return suture_text("none");
  const int value = o->value;
  object_drop(o);
  return suture_value(value);
}
static suture_result values_of(struct list *l) {
  const int length = list_length(l);
  for (int i = 0; i < length; i++) value_of(list_get(l, i));
  return suture_text("end");
}
SUTURE_OBSERVE_OBJECT(list) {
  values_of(list_in(object));
  return values_of(other_in(object));
}

static struct object *new_one(void) { return object_new(suture_operation_number()); }

SUTURE_OPERATION(append, "list.append") {
  list_append(list_in(object), new_one());
  return suture_nothing();
}
SUTURE_OPERATION(insert, "list.insert") {
  list_insert(list_in(object), 0, new_one());
  return suture_nothing();
}
SUTURE_OPERATION(get, "list.get") { return value_of(list_get(list_in(object), 0)); }
SUTURE_OPERATION(set, "list.set") { return suture_value(list_set(list_in(object), 0, new_one())); }
SUTURE_OPERATION(pop, "list.pop") { return value_of(list_pop(list_in(object))); }
SUTURE_OPERATION(remove, "list.remove") { return suture_value(list_remove(list_in(object), 100)); }
SUTURE_OPERATION(extend, "list.extend") {
  list_extend(list_in(object), other_in(object));
  return suture_nothing();
}
SUTURE_OPERATION(extend_other, "list.extend_other") {
  list_extend(other_in(object), list_in(object));
  return suture_nothing();
}
SUTURE_OPERATION(length, "list.length") { return suture_value(list_length(list_in(object))); }
SUTURE_OPERATION(contains, "list.contains") {
  return suture_value(list_contains(list_in(object), 100));
}
SUTURE_OPERATION(index, "list.index") { return suture_value(list_index(list_in(object), 101)); }
SUTURE_OPERATION(reverse, "list.reverse") {
  list_reverse(list_in(object));
  return suture_nothing();
}
SUTURE_OPERATION(clear, "list.clear") {
  list_clear(list_in(object));
  return suture_nothing();
}
SUTURE_OPERATION(slice, "list.slice") {
  struct list *part = list_slice(list_in(object), 0, 2);
  const suture_result values = values_of(part);
  list_free(part);
  return values;
}
