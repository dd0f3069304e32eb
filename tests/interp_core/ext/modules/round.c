/* Compiled twice, as ROUND, each importing the OTHER while it is executed. */
#include "tests/interp_core/ext/modules/entries.h"

#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)
#define BOTH_(NAME) BOTH_ENTRIES(NAME, definition)

static int exec(const interp_api* api, interp_object* module) {
  interp_object* other = api->import_module(api, TEXT(OTHER));
  if (other == NULL) return -1;
  const int failed = api->module_add(api, module, "other", other);
  api->decref(api, other);
  return failed;
}

static const interp_slot slots[] = {{INTERP_SLOT_EXEC, {.exec = exec}},
                                    {INTERP_SLOT_END, {.exec = NULL}}};
static const interp_module_def definition = {
    .abi = INTERP_EXT_ABI, .name = TEXT(ROUND), .slots = slots};
BOTH_(ROUND)
