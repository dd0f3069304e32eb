/* Makes its module in the entry point, for whichever build. */
#include "tests/interp_core/ext/modules/entries.h"

static const interp_module_def definition = {.abi = INTERP_EXT_ABI, .name = "single_phase"};

static const interp_module_def* make(const interp_api* api, interp_object** made) {
  *made = api->module_new(api, &definition);
  interp_object* one = *made == NULL ? NULL : api->int_new(api, 1);
  if (one == NULL) return NULL;
  const int failed = api->module_add(api, *made, "one", one);
  api->decref(api, one);
  return failed ? NULL : &definition;
}

LEGACY_ENTRY(single_phase) { return make(api, made); }
NOGIL_ENTRY(single_phase) { return make(api, made); }
