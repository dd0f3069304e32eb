/* The two entry points of a module, for the modules that test one thing each. */
#include <stddef.h>

#include "interp_core/ext/interp_ext.h"

#define LEGACY_ENTRY(NAME)                                                                     \
  const interp_module_def* interp_ext_init_##NAME(const interp_api* api, interp_object** made); \
  const interp_module_def* interp_ext_init_##NAME(const interp_api* api, interp_object** made)
#define NOGIL_ENTRY(NAME)                                                                            \
  const interp_module_def* interp_ext_nogil_init_##NAME(const interp_api* api, interp_object** made); \
  const interp_module_def* interp_ext_nogil_init_##NAME(const interp_api* api, interp_object** made)

/* Both, which return this definition. */
#define BOTH_ENTRIES(NAME, DEFINITION) \
  LEGACY_ENTRY(NAME) {                 \
    (void)api;                         \
    (void)made;                        \
    return &(DEFINITION);              \
  }                                    \
  NOGIL_ENTRY(NAME) {                  \
    (void)api;                         \
    (void)made;                        \
    return &(DEFINITION);              \
  }
