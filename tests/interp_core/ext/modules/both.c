/* An extension as it should be: one library for both builds, its data in the module and in objects
 * of a type of its own. Any number of threads may be in it at once. */
#include <stdatomic.h>

#include "interp_core/ext/interp_ext.h"

struct state {
  atomic_int_fast64_t executed; /* how often the exec slot has run for this module */
  atomic_int_fast64_t calls;
};

struct point {
  int64_t x, y;
};

static void release_point(const interp_api* api, void* data) {
  (void)api;
  ((struct point*)data)->x = -1;
}

static const interp_type point_type = {
    .name = "Point", .size = sizeof(struct point), .release = release_point};

static interp_object* count(const interp_api* api, interp_object* module,
                            interp_object* const* arguments, size_t n) {
  (void)arguments;
  (void)n;
  struct state* s = api->module_state(api, module);
  return api->int_new(api, atomic_fetch_add(&s->calls, 1) + 1);
}

static interp_object* executed(const interp_api* api, interp_object* module,
                               interp_object* const* arguments, size_t n) {
  (void)arguments;
  (void)n;
  struct state* s = api->module_state(api, module);
  return api->int_new(api, atomic_load(&s->executed));
}

/* point(x, y) */
static interp_object* point(const interp_api* api, interp_object* module,
                            interp_object* const* arguments, size_t n) {
  (void)module;
  if (n != 2) {
    api->raise(api, INTERP_TYPE_ERROR, "point takes x and y");
    return NULL;
  }
  interp_object* made = api->object_new(api, &point_type);
  if (made == NULL) return NULL;
  struct point* p = api->object_data(api, made, &point_type);
  if (api->int_value(api, arguments[0], &p->x) == 0 && api->int_value(api, arguments[1], &p->y) == 0)
    return made;
  api->decref(api, made);
  return NULL;
}

/* coordinates(point): a list of the two. */
static interp_object* coordinates(const interp_api* api, interp_object* module,
                                  interp_object* const* arguments, size_t n) {
  (void)module;
  const struct point* p = n == 1 ? api->object_data(api, arguments[0], &point_type) : NULL;
  if (p == NULL) return NULL;
  const int64_t both[2] = {p->x, p->y};
  interp_object* list = api->list_new(api);
  for (size_t i = 0; list != NULL && i < 2; ++i) {
    interp_object* number = api->int_new(api, both[i]);
    const int failed = number == NULL || api->list_append(api, list, number) != 0;
    if (number != NULL) api->decref(api, number);
    if (!failed) continue;
    api->decref(api, list);
    return NULL;
  }
  return list;
}

static int exec(const interp_api* api, interp_object* module) {
  struct state* s = api->module_state(api, module);
  atomic_fetch_add(&s->executed, 1);
  if (api->type_ready(api, &point_type) != 0) return -1;
  interp_object* has_gil = api->int_new(api, api->has_gil);
  if (has_gil == NULL) return -1;
  const int failed = api->module_add(api, module, "has_gil", has_gil);
  api->decref(api, has_gil);
  return failed;
}

static const interp_method methods[] = {{"count", count},
                                        {"executed", executed},
                                        {"point", point},
                                        {"coordinates", coordinates},
                                        {NULL, NULL}};
static const interp_slot slots[] = {{INTERP_SLOT_EXEC, {.exec = exec}},
                                    {INTERP_SLOT_END, {.exec = NULL}}};
static const interp_module_def definition = {.abi = INTERP_EXT_ABI,
                                             .name = "both",
                                             .state_size = sizeof(struct state),
                                             .methods = methods,
                                             .slots = slots};

const interp_module_def* interp_ext_init_both(const interp_api* api, interp_object** made);
const interp_module_def* interp_ext_init_both(const interp_api* api, interp_object** made) {
  (void)api;
  (void)made;
  return &definition;
}

const interp_module_def* interp_ext_nogil_init_both(const interp_api* api, interp_object** made);
const interp_module_def* interp_ext_nogil_init_both(const interp_api* api, interp_object** made) {
  return interp_ext_init_both(api, made);
}
