/* Makes its module itself in a create slot; its exec slot fails the first time in each process. */
#include <stdatomic.h>

#include "tests/interp_core/ext/modules/entries.h"

static atomic_int attempts;

static interp_object* create(const interp_api* api, const interp_module_def* definition) {
  interp_object* module = api->module_new(api, definition);
  if (module != NULL) *(int64_t*)api->module_state(api, module) = 42;
  return module;
}

static int exec(const interp_api* api, interp_object* module) {
  (void)module;
  if (atomic_fetch_add(&attempts, 1) != 0) return 0;
  api->raise(api, INTERP_VALUE_ERROR, "not the first time");
  return -1;
}

static interp_object* state(const interp_api* api, interp_object* module,
                            interp_object* const* arguments, size_t n) {
  (void)arguments;
  (void)n;
  return api->int_new(api, *(const int64_t*)api->module_state(api, module));
}

static const interp_method methods[] = {{"state", state}, {NULL, NULL}};
static const interp_slot slots[] = {{INTERP_SLOT_CREATE, {.create = create}},
                                    {INTERP_SLOT_EXEC, {.exec = exec}},
                                    {INTERP_SLOT_END, {.exec = NULL}}};
static const interp_module_def definition = {.abi = INTERP_EXT_ABI,
                                             .name = "created",
                                             .state_size = sizeof(int64_t),
                                             .methods = methods,
                                             .slots = slots};
BOTH_ENTRIES(created, definition)
