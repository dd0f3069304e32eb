// The family gilectomy: the bugs that stand in the public branch of 2016, by their numbers.
#include "scenarios/gilectomy/registrations.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {

void register_gilectomy(registry& out);
void register_gilectomy(registry& out) {
  gilectomy::register_missing(out);
  gilectomy::register_dict_value(out);
  gilectomy::register_borrowed(out);
  gilectomy::register_set_item(out);
  gilectomy::register_slice_cache(out);
  gilectomy::register_empty_tuple(out);
  gilectomy::register_tuple_free_list(out);
  gilectomy::register_intern(out);
  gilectomy::register_finalizer(out);
  gilectomy::register_zombie_frame(out);
  gilectomy::register_thread_lock(out);
  gilectomy::register_arenas(out);
  gilectomy::register_reused_lock(out);
  gilectomy::register_sort(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
