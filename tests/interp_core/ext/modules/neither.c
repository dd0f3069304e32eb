/* A shared library that is no extension module; and two symbols that only look like entry points. */
#include <stddef.h>

#include "interp_core/ext/interp_ext.h"

const int interp_ext_init_neither = 1; /* data */

__attribute__((visibility("hidden"))) const interp_module_def* interp_ext_nogil_init_neither(void);
const interp_module_def* interp_ext_nogil_init_neither(void) { return NULL; } /* not exported */

int something_else(void);
int something_else(void) { return interp_ext_init_neither; }
