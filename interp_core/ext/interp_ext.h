/*
 * How an extension module is written: plain C, and one shared library for both builds.
 *
 * Source: the Gilectomy talk (PyCon 2016) on extensions, checklist 10 to 13; PEP 489 (multi-phase
 * initialisation), PEP 3121 (state of a module). An extension uses the interpreter through
 * functions only, handed to it in a table. Nothing of an object's layout is compiled into it, so
 * that one library serves the interpreter with a GIL and the one without.
 *
 * ENTRY POINTS. A library NAME.so exports one or both of
 *
 *     const interp_module_def* interp_ext_init_NAME(const interp_api* api, interp_object** made);
 *     const interp_module_def* interp_ext_nogil_init_NAME(const interp_api* api,
 *                                                         interp_object** made);
 *
 * The first is the legacy one: "one thread at a time is in my code". Only the build with a GIL
 * starts there. The second is a promise: "any number of threads may be in my code at once". Only
 * the build without a GIL starts there. Both may return the same definition. `suture ext NAME.so`
 * says from outside which of them a library has.
 *
 * INITIALISATION. An entry point returns the module's definition and leaves *made alone; the
 * interpreter then makes the module and runs its slots, once, however many threads import it.
 * Single-phase, the old way: the entry point makes the module itself with api->module_new and leaves
 * it in *made. The build without a GIL refuses that.
 *
 * TYPES are static data of the extension, readied by api->type_ready in an exec slot. The build with
 * a GIL readies one that was forgotten when the first object is made; the one without refuses to
 * make the object, with a TypeError.
 *
 * REFERENCES. What a function returns as interp_object* is a new reference, which the caller gives
 * back with decref; arguments are borrowed. NULL, or -1 from a function that returns int, means that
 * an exception is set. A function of the extension's says the same in the same way.
 *
 * THREADS. Every function of the table may be called by any thread the interpreter runs in, from
 * within a function that it called. Those marked "calls out" may run code of this extension or of
 * another one before they return.
 */
#ifndef INTERP_EXT_H
#define INTERP_EXT_H

/* NOLINTBEGIN(modernize-*): C++ includes it, and it is C. */
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Changes with every change of a struct below. */
#define INTERP_EXT_ABI 1u

typedef struct interp_object interp_object; /* opaque */
typedef struct interp_api interp_api;
typedef struct interp_module_def interp_module_def;

/* Python's exceptions, those an extension may raise. */
typedef enum interp_exception {
  INTERP_INDEX_ERROR = 1,
  INTERP_KEY_ERROR,
  INTERP_VALUE_ERROR,
  INTERP_TYPE_ERROR,
  INTERP_MEMORY_ERROR,
  INTERP_RUNTIME_ERROR
} interp_exception;

/* A function of a module; `module` is borrowed, as the `count` arguments are. */
typedef interp_object* (*interp_function)(const interp_api* api, interp_object* module,
                                          interp_object* const* arguments, size_t count);

typedef struct interp_method {
  const char* name; /* NULL ends the table */
  interp_function call;
} interp_method;

/* A type whose objects are `size` bytes of the extension's, zeroed when one is made. */
typedef struct interp_type {
  const char* name;
  size_t size;
  void (*release)(const interp_api* api, void* data); /* before an object goes; may be NULL */
} interp_type;

/* What happens after the entry point has returned. CREATE: at most one, first; makes the module with
 * module_new. EXEC: in their order; each fills the module and returns 0, or -1 with an exception. */
enum { INTERP_SLOT_END = 0, INTERP_SLOT_CREATE = 1, INTERP_SLOT_EXEC = 2 };
typedef struct interp_slot {
  uint32_t kind;
  union {
    interp_object* (*create)(const interp_api* api, const interp_module_def* definition);
    int (*exec)(const interp_api* api, interp_object* module);
  } run;
} interp_slot;

/* Static and constant: any number of interpreters may use it at a time. */
struct interp_module_def {
  uint32_t abi;     /* INTERP_EXT_ABI; first in every version, all that follows may change */
  const char* name; /* the NAME of the entry points */
  size_t state_size;                                   /* bytes of the module's own, zeroed */
  void (*release)(const interp_api* api, void* state); /* before the module goes; may be NULL */
  const interp_method* methods;                        /* may be NULL */
  const interp_slot* slots; /* ended by INTERP_SLOT_END; may be NULL */
};

/* What the interpreter can do for an extension. Each extension is given a table of its own, and
 * hands that to every function in it; it is valid as long as the interpreter lives. */
struct interp_api {
  uint32_t abi;     /* that of the interpreter */
  uint32_t has_gil; /* 1 in the build with a GIL, else 0 */

  void (*incref)(const interp_api* api, interp_object* object);
  void (*decref)(const interp_api* api, interp_object* object); /* calls out */

  interp_object* (*int_new)(const interp_api* api, int64_t value);
  int (*int_value)(const interp_api* api, interp_object* object, int64_t* value);
  interp_object* (*list_new)(const interp_api* api);
  int (*list_append)(const interp_api* api, interp_object* list, interp_object* item);
  interp_object* (*list_get)(const interp_api* api, interp_object* list, int64_t index);
  int64_t (*list_len)(const interp_api* api, interp_object* list); /* -1: it is no list */

  /* Sets an exception. `text` is copied; NULL: none. */
  void (*raise)(const interp_api* api, interp_exception what, const char* text);

  /* Readies a type; again is harmless. */
  int (*type_ready)(const interp_api* api, const interp_type* type);
  interp_object* (*object_new)(const interp_api* api, const interp_type* type);
  /* The bytes of an object of that type; NULL with a TypeError for any other object. */
  void* (*object_data)(const interp_api* api, interp_object* object, const interp_type* type);

  /* For a CREATE slot, and for the single-phase way. */
  interp_object* (*module_new)(const interp_api* api, const interp_module_def* definition);
  /* The module's `state_size` bytes; NULL where that is 0. */
  void* (*module_state)(const interp_api* api, interp_object* module);
  /* module.name = object, which takes a reference of its own; calls out. */
  int (*module_add)(const interp_api* api, interp_object* module, const char* name,
                    interp_object* object);
  /* module.name */
  interp_object* (*module_get)(const interp_api* api, interp_object* module, const char* name);

  /* Imports another extension of the interpreter's folder; calls out. Where the two import each
   * other, the one that comes round gets a module that is not yet filled, as in Python. */
  interp_object* (*import_module)(const interp_api* api, const char* name);
  /* Calls a function of any module; calls out. */
  interp_object* (*call)(const interp_api* api, interp_object* function,
                         interp_object* const* arguments, size_t count);
};

/* What the entry points are. */
typedef const interp_module_def* (*interp_entry)(const interp_api* api, interp_object** made);

#ifdef __cplusplus
}
#endif

/* NOLINTEND(modernize-*) */

#endif /* INTERP_EXT_H */
