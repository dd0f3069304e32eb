/* Has a slot from a time to come. */
#include "tests/interp_core/ext/modules/entries.h"

static const interp_slot slots[] = {{7, {.exec = NULL}}, {INTERP_SLOT_END, {.exec = NULL}}};
static const interp_module_def definition = {
    .abi = INTERP_EXT_ABI, .name = "strange_slots", .slots = slots};
BOTH_ENTRIES(strange_slots, definition)
