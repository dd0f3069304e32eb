/* Forgets to ready its type, and makes an object of it all the same. */
#include "tests/interp_core/ext/modules/entries.h"

static const interp_type forgotten = {.name = "Forgotten", .size = 16};

static interp_object* make(const interp_api* api, interp_object* module,
                           interp_object* const* arguments, size_t n) {
  (void)module;
  (void)arguments;
  (void)n;
  return api->object_new(api, &forgotten);
}

static const interp_method methods[] = {{"make", make}, {NULL, NULL}};
static const interp_module_def definition = {
    .abi = INTERP_EXT_ABI, .name = "unready", .methods = methods};
BOTH_ENTRIES(unready, definition)
