// What each file of this folder adds to the registry. The numbers are CPython's issues and pull
// requests; gh-128013 is in scenarios/str.cpp.
#pragma once

#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {

void register_refcounts(registry& out);        // gh-119999, gh-113956, gh-123271
void register_keys_resize(registry& out);      // gh-144295
void register_key_compare(registry& out);      // gh-132869, gh-131113
void register_instance_dict(registry& out);    // gh-124470, gh-118499
void register_shared_keys(registry& out);      // gh-117528, gh-132617
void register_dict_iterator(registry& out);    // gh-148873
void register_type_modified(registry& out);    // gh-150490
void register_list_items(registry& out);       // gh-129069, gh-118561
void register_sequence_fast(registry& out);    // gh-119247
void register_list_views(registry& out);       // gh-126559, gh-129619
void register_set(registry& out);              // gh-126136, gh-142735
void register_intern(registry& out);           // gh-129701
void register_type_cache(registry& out);       // gh-121368, gh-132942
void register_qsbr(registry& out);             // gh-116480
void register_raw_mutex(registry& out);        // gh-148820
void register_stop_the_world(registry& out);   // gh-118332, gh-133130, gh-144513
void register_type_cache_gil(registry& out);   // gh-119525
void register_thread_join(registry& out);      // gh-116372
void register_class_attribute(registry& out);  // gh-118362
void register_process_delayed(registry& out);  // gh-124375
void register_merge_zero(registry& out);       // gh-121794
void register_weakref_list(registry& out);     // gh-150247
void register_new_reference(registry& out);    // gh-131680

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
