/* Says that it may be run by any number of threads, and keeps its count in a static all the same:
 * what an automatic lock is for. */
#include <sched.h>

#include "tests/interp_core/ext/modules/entries.h"

static volatile int64_t counter;

/* add(): one more, slowly. */
static interp_object* add(const interp_api* api, interp_object* module,
                          interp_object* const* arguments, size_t n) {
  (void)module;
  (void)arguments;
  (void)n;
  const int64_t seen = counter;
  if (seen % 8 == 0) sched_yield();
  counter = seen + 1;
  return api->int_new(api, seen + 1);
}

/* through(f, ...): f(...), called from within. */
static interp_object* through(const interp_api* api, interp_object* module,
                              interp_object* const* arguments, size_t n) {
  (void)module;
  if (n == 0) {
    api->raise(api, INTERP_TYPE_ERROR, "through takes a function");
    return NULL;
  }
  return api->call(api, arguments[0], arguments + 1, n - 1);
}

static const interp_method methods[] = {{"add", add}, {"through", through}, {NULL, NULL}};
static const interp_module_def definition = {
    .abi = INTERP_EXT_ABI, .name = "statics", .methods = methods};
BOTH_ENTRIES(statics, definition)
