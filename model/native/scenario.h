/* Scenarios in C (and C++), for code compiled with suture-cc: see docs/native.md.
 *
 *   #include <suture/scenario.h>
 *
 *   SUTURE_SCENARIO(two_adders, "counter.add/threads=2") {
 *     ... starts threads, joins them ...
 *     suture_check(total == 2, "both count");
 *   }
 *
 *   $ suture-cc -shared -o libcounter.so counter.c
 *   $ suture check ./libcounter.so
 *
 * A scenario is a whole run. It begins with the module's static data as it was when the module had
 * been loaded, so it may use what it likes of it. Its threads are those it creates itself. It is
 * expected to be verified; of one that has a bug SUTURE_EXPECT names the finding.
 *
 * The functions are the command's own. They may be called by every thread of a scenario, and by
 * nobody else. Text is the caller's; what `suture_label` is given must outlive the run.
 */
#ifndef SUTURE_SCENARIO_H
#define SUTURE_SCENARIO_H

#ifdef __cplusplus
#define SUTURE_EXTERN_C extern "C"
#define SUTURE_NO_ARGUMENTS
#else
#define SUTURE_EXTERN_C extern
#define SUTURE_NO_ARGUMENTS void
#endif

/* What the command finds a scenario by. */
struct suture_scenario {
  const char *name;
  void (*run)(SUTURE_NO_ARGUMENTS);
  const char *file;
  int line;
};

/* A scenario: the function body follows. `identifier` is unique in the module; `name` is
 * "family.situation" or "family.situation/axis=value,axis=value", in lower case letters, digits and
 * underscores. */
#define SUTURE_SCENARIO(identifier, name)                                                  \
  static void suture_run_##identifier(SUTURE_NO_ARGUMENTS);                                \
  SUTURE_EXTERN_C __attribute__((visibility("default")))                                   \
  const struct suture_scenario suture_scenario_##identifier;                               \
  const struct suture_scenario suture_scenario_##identifier = {                            \
      name, suture_run_##identifier, __FILE__, __LINE__};                                  \
  static void suture_run_##identifier(SUTURE_NO_ARGUMENTS)

/* "race", "deadlock", "check", …: what some run of the scenario must show, and none another. */
#define SUTURE_EXPECT(identifier, finding)                                                 \
  SUTURE_EXTERN_C __attribute__((visibility("default")))                                   \
  const char *const suture_expect_##identifier;                                            \
  const char *const suture_expect_##identifier = finding

/* A condition that must hold. Where it does not, the run ends with the finding `check`. */
SUTURE_EXTERN_C void suture_check(int holds, const char *message);
/* A run in which it does not hold is not looked at any further. */
SUTURE_EXTERN_C void suture_assume(int holds);
/* One of 0 … n-1; a search tries each. */
SUTURE_EXTERN_C unsigned suture_choose(unsigned n);
/* A line of text in the trace. */
SUTURE_EXTERN_C void suture_note(const char *text);
/* What the atomic or lock at the address is called from here on, in this run. */
SUTURE_EXTERN_C void suture_label(const void *object, const char *name);

#endif
