#include "scenarios/catalog.hpp"

// Each family's source is compiled once for each backend, and its functions then differ by the
// backend's namespace. CMake defines SUTURE_SCENARIOS_<BACKEND> for those this build has.
#define SUTURE_DECLARE_FAMILIES(backend_namespace) \
  namespace scenarios::backend_namespace {         \
  void register_refcount(registry& out);           \
  void register_refcount_policies(registry& out);  \
  void register_refcount_logged(registry& out);    \
  void register_str(registry& out);                \
  void register_lock(registry& out);               \
  void register_gil(registry& out);                \
  void register_waits(registry& out);              \
  void register_threads(registry& out);            \
  void register_thread_waits(registry& out);       \
  void register_futexes(registry& out);            \
  void register_fences(registry& out);             \
  void register_list(registry& out);               \
  void register_list_callbacks(registry& out);     \
  void register_list_lock_free(registry& out);     \
  void register_dict(registry& out);               \
  void register_dict_whole(registry& out);         \
  void register_dict_lock_free(registry& out);     \
  void register_freelist(registry& out);           \
  void register_eval(registry& out);               \
  void register_type_stable(registry& out);        \
  void register_gilectomy(registry& out);          \
  void register_cpython(registry& out);            \
  void register_primitives(registry& out);         \
  inline void register_all(registry& out) {        \
    register_refcount(out);                        \
    register_refcount_policies(out);               \
    register_refcount_logged(out);                 \
    register_str(out);                             \
    register_lock(out);                            \
    register_gil(out);                             \
    register_waits(out);                           \
    register_threads(out);                         \
    register_thread_waits(out);                    \
    register_futexes(out);                         \
    register_fences(out);                          \
    register_list(out);                            \
    register_list_callbacks(out);                  \
    register_list_lock_free(out);                  \
    register_dict(out);                            \
    register_dict_whole(out);                      \
    register_dict_lock_free(out);                  \
    register_freelist(out);                        \
    register_eval(out);                            \
    register_type_stable(out);                     \
    register_gilectomy(out);                       \
    register_cpython(out);                         \
    register_primitives(out);                      \
  }                                                \
  }

#if SUTURE_SCENARIOS_ENGINE
SUTURE_DECLARE_FAMILIES(engine_backend)
#endif
#if SUTURE_SCENARIOS_RELACY
SUTURE_DECLARE_FAMILIES(relacy_backend)
#endif
#if SUTURE_SCENARIOS_NATIVE
SUTURE_DECLARE_FAMILIES(native_backend)
#endif

namespace scenarios {

const registry& catalog() {
  static const registry all = [] {
    registry filled;
#if SUTURE_SCENARIOS_ENGINE
    engine_backend::register_all(filled);
#endif
#if SUTURE_SCENARIOS_RELACY
    relacy_backend::register_all(filled);
#endif
#if SUTURE_SCENARIOS_NATIVE
    native_backend::register_all(filled);
#endif
    return filled;
  }();
  return all;
}

}  // namespace scenarios
