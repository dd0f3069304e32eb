/* An extension from before: its counter is a static, which the GIL protects. A variable of the
 * environment tells a test whether any of its code has run. */
#include <stdlib.h>

#include "tests/interp_core/ext/modules/entries.h"

static int64_t counter;

__attribute__((constructor)) static void loaded(void) { setenv("SUTURE_LEGACY_LOADED", "1", 1); }

static interp_object* count(const interp_api* api, interp_object* module,
                            interp_object* const* arguments, size_t n) {
  (void)module;
  (void)arguments;
  (void)n;
  counter = counter + 1;
  return api->int_new(api, counter);
}

static const interp_method methods[] = {{"count", count}, {NULL, NULL}};
static const interp_module_def definition = {
    .abi = INTERP_EXT_ABI, .name = "legacy_only", .methods = methods};

LEGACY_ENTRY(legacy_only) {
  (void)api;
  (void)made;
  return &definition;
}
