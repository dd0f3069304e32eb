// What each file of this folder adds to the registry, in the order of the catalogue. Compiled once
// for each backend, as the files are.
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {

void register_refcount(registry& out);
void register_refcount_policies(registry& out);
void register_refcount_logged(registry& out);
void register_refcount_per_thread(registry& out);
void register_weakref(registry& out);
void register_str(registry& out);
void register_lock(registry& out);
void register_lock_parking(registry& out);
void register_lock_py_mutex(registry& out);
void register_lock_raw_mutex(registry& out);
void register_lock_waiting(registry& out);
void register_lock_sequence(registry& out);
void register_lock_biased(registry& out);
void register_lock_platform(registry& out);
void register_lock_critical_section(registry& out);
void register_gil(registry& out);
void register_world(registry& out);
void register_world_locks(registry& out);
void register_qsbr(registry& out);
void register_gc(registry& out);
void register_gc_weakref(registry& out);
void register_gc_containers(registry& out);
void register_waits(registry& out);
void register_threads(registry& out);
void register_thread_waits(registry& out);
void register_futexes(registry& out);
void register_fences(registry& out);
void register_list(registry& out);
void register_list_callbacks(registry& out);
void register_list_lock_free(registry& out);
void register_dict(registry& out);
void register_dict_whole(registry& out);
void register_dict_lock_free(registry& out);
void register_set(registry& out);
void register_set_lock_free(registry& out);
void register_instance(registry& out);
void register_ordered_dict(registry& out);
void register_iterator(registry& out);
void register_freelist(registry& out);
void register_freelist_readers(registry& out);
void register_eval(registry& out);
void register_ext(registry& out);
void register_ext_lock(registry& out);
void register_type(registry& out);
void register_watcher(registry& out);
void register_type_stable(registry& out);
void register_gilectomy(registry& out);
void register_cpython(registry& out);
void register_primitives(registry& out);

void register_all(registry& out);
void register_all(registry& out) {
  register_refcount(out);
  register_refcount_policies(out);
  register_refcount_logged(out);
  register_refcount_per_thread(out);
  register_weakref(out);
  register_str(out);
  register_lock(out);
  register_lock_parking(out);
  register_lock_py_mutex(out);
  register_lock_raw_mutex(out);
  register_lock_waiting(out);
  register_lock_sequence(out);
  register_lock_biased(out);
  register_lock_platform(out);
  register_lock_critical_section(out);
  register_gil(out);
  register_world(out);
  register_world_locks(out);
  register_qsbr(out);
  register_gc(out);
  register_gc_weakref(out);
  register_gc_containers(out);
  register_waits(out);
  register_threads(out);
  register_thread_waits(out);
  register_futexes(out);
  register_fences(out);
  register_list(out);
  register_list_callbacks(out);
  register_list_lock_free(out);
  register_dict(out);
  register_dict_whole(out);
  register_dict_lock_free(out);
  register_set(out);
  register_set_lock_free(out);
  register_instance(out);
  register_ordered_dict(out);
  register_iterator(out);
  register_freelist(out);
  register_freelist_readers(out);
  register_eval(out);
  register_ext(out);
  register_ext_lock(out);
  register_type(out);
  register_watcher(out);
  register_type_stable(out);
  register_gilectomy(out);
  register_cpython(out);
  register_primitives(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
