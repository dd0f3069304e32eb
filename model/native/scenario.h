/* Scenarios in C (and C++), for code compiled with suture-cc, and for C++ written against sync::,
 * compiled by whatever compiler: see docs/native.md.
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

/* --- Operations ---------------------------------------------------------------------------------
 *
 *   SUTURE_PREPARE_OBJECT(list) { return list_new(); }
 *   SUTURE_DISCARD_OBJECT(list) { list_free(object); }
 *   SUTURE_OPERATION(append, "list.append") {
 *     list_append(object, suture_operation_number());
 *     return suture_nothing();
 *   }
 *   SUTURE_OPERATION(pop, "list.pop") { return suture_value(list_pop(object)); }
 *   SUTURE_OBSERVE_OBJECT(list) {
 *     for (int i = 0; i < list_length(object); i++) suture_value(list_get(object, i));
 *     return suture_nothing();
 *   }
 *
 *   $ suture pairs ./liblist.so
 *
 * checks each pair of operations of a family, the part of their names before the dot, on an object
 * of its own, each in a thread of its own. In all these functions `object` is what the one that
 * prepares has returned.
 */

/* What an operation gives back; made by suture_value and its like only. */
struct suture_result {
  int given;
};
#ifndef __cplusplus
typedef struct suture_result suture_result;
#endif

/* Adds to what the operation, or the observation, gives back. */
SUTURE_EXTERN_C suture_result suture_value(long long number);
SUTURE_EXTERN_C suture_result suture_text(const char *text);
/* Adds nothing. */
SUTURE_EXTERN_C suture_result suture_nothing(SUTURE_NO_ARGUMENTS);
/* Which of the run's operations this is: 1, 2, …, thread by thread. For arguments that differ. */
SUTURE_EXTERN_C int suture_operation_number(SUTURE_NO_ARGUMENTS);

struct suture_operation {
  const char *name;
  suture_result (*run)(void *object);
  const char *file;
  int line;
};
/* What is to be done with an object; of the function pointers two are null. */
struct suture_object_function {
  void *(*prepare)(SUTURE_NO_ARGUMENTS);
  suture_result (*observe)(void *object);
  void (*discard)(void *object);
  void **kept;
  const char *file;
  int line;
};

/* An operation: the function body follows and returns a suture_result. `name` is "family.operation",
 * in lower case letters, digits and underscores. */
#define SUTURE_OPERATION(identifier, name)                                                 \
  static suture_result suture_operate_##identifier(void *object);                          \
  SUTURE_EXTERN_C __attribute__((visibility("default")))                                   \
  const struct suture_operation suture_operation_##identifier;                             \
  const struct suture_operation suture_operation_##identifier = {                          \
      name, suture_operate_##identifier, __FILE__, __LINE__};                              \
  static suture_result suture_operate_##identifier(void *object __attribute__((unused)))

/* The operation is documented as not atomic: what it gives need not fit any order. */
#define SUTURE_NOT_ATOMIC(identifier, why)                                                 \
  SUTURE_EXTERN_C __attribute__((visibility("default")))                                   \
  const char *const suture_not_atomic_##identifier;                                        \
  const char *const suture_not_atomic_##identifier = why

/* Makes the object that the operations of a run share: the function body follows and returns a
 * pointer. Each family that has operations has one. */
#define SUTURE_PREPARE_OBJECT(family)                                                      \
  static void *suture_kept_##family;                                                       \
  static void *suture_make_##family(SUTURE_NO_ARGUMENTS);                                  \
  SUTURE_EXTERN_C __attribute__((visibility("default")))                                   \
  const struct suture_object_function suture_prepare_##family;                             \
  const struct suture_object_function suture_prepare_##family = {                          \
      suture_make_##family, 0, 0, &suture_kept_##family, __FILE__, __LINE__};              \
  static void *suture_make_##family(SUTURE_NO_ARGUMENTS)

/* Looks at the object when the operations of a run have ended: the function body follows, and what
 * it gives back must fit their order as well. Without it, only what they give back themselves. */
#define SUTURE_OBSERVE_OBJECT(family)                                                      \
  static suture_result suture_look_at_##family(void *object);                              \
  SUTURE_EXTERN_C __attribute__((visibility("default")))                                   \
  const struct suture_object_function suture_observe_##family;                             \
  const struct suture_object_function suture_observe_##family = {                          \
      0, suture_look_at_##family, 0, 0, __FILE__, __LINE__};                               \
  static suture_result suture_look_at_##family(void *object __attribute__((unused)))

/* Releases the object: the function body follows. Without it the object is kept, and what can be
 * reached from it is no leak. */
#define SUTURE_DISCARD_OBJECT(family)                                                      \
  static void suture_throw_away_##family(void *object);                                    \
  SUTURE_EXTERN_C __attribute__((visibility("default")))                                   \
  const struct suture_object_function suture_discard_##family;                             \
  const struct suture_object_function suture_discard_##family = {                          \
      0, 0, suture_throw_away_##family, 0, __FILE__, __LINE__};                            \
  static void suture_throw_away_##family(void *object __attribute__((unused)))

#endif
