/* Its definition is of another module than its entry points. */
#include "tests/interp_core/ext/modules/entries.h"

static const interp_module_def definition = {.abi = INTERP_EXT_ABI, .name = "right_name"};
BOTH_ENTRIES(wrong_name, definition)
