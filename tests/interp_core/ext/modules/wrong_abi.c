/* Compiled with another version of the header, in which nothing but the first field is the same. */
#include "tests/interp_core/ext/modules/entries.h"

static const struct {
  uint32_t abi;
  uint32_t not_a_name[9];
} definition = {.abi = 99, .not_a_name = {1, 2, 3, 4, 5, 6, 7, 8, 9}};

static const void* definition_from_elsewhere(void) { return &definition; }

LEGACY_ENTRY(wrong_abi) {
  (void)api;
  (void)made;
  return definition_from_elsewhere();
}
NOGIL_ENTRY(wrong_abi) {
  (void)api;
  (void)made;
  return definition_from_elsewhere();
}
