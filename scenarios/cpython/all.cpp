// The family cpython: bugs of CPython, most of the free-threaded build, by their issues.
#include "scenarios/cpython/registrations.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {

void register_cpython(registry& out);
void register_cpython(registry& out) {
  cpython::register_refcounts(out);
  cpython::register_keys_resize(out);
  cpython::register_key_compare(out);
  cpython::register_instance_dict(out);
  cpython::register_shared_keys(out);
  cpython::register_dict_iterator(out);
  cpython::register_type_modified(out);
  cpython::register_list_items(out);
  cpython::register_sequence_fast(out);
  cpython::register_list_views(out);
  cpython::register_set(out);
  cpython::register_intern(out);
  cpython::register_type_cache(out);
  cpython::register_qsbr(out);
  cpython::register_raw_mutex(out);
  cpython::register_stop_the_world(out);
  cpython::register_type_cache_gil(out);
  cpython::register_thread_join(out);
  cpython::register_class_attribute(out);
  cpython::register_process_delayed(out);
  cpython::register_merge_zero(out);
  cpython::register_weakref_list(out);
  cpython::register_new_reference(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
