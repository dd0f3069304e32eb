/* An extension that was never written for a GIL. */
#include "tests/interp_core/ext/modules/entries.h"

static const interp_module_def definition = {.abi = INTERP_EXT_ABI, .name = "nogil_only"};

NOGIL_ENTRY(nogil_only) {
  (void)api;
  (void)made;
  return &definition;
}
