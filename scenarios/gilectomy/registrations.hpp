// What each file of this folder adds to the registry, in the order of the bugs' numbers. G7 and G8
// are in scenarios/lock.cpp, G12 in scenarios/str.cpp.
#pragma once

#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace gilectomy {

void register_missing(registry& out);          // G1
void register_dict_value(registry& out);       // G2, G3
void register_borrowed(registry& out);         // G4, G5
void register_set_item(registry& out);         // G6
void register_slice_cache(registry& out);      // G9
void register_empty_tuple(registry& out);      // G10
void register_tuple_free_list(registry& out);  // G11
void register_intern(registry& out);           // G13, G14
void register_finalizer(registry& out);        // G15
void register_zombie_frame(registry& out);     // G16
void register_thread_lock(registry& out);      // G17
void register_arenas(registry& out);           // G18
void register_reused_lock(registry& out);      // G19
void register_sort(registry& out);             // G20

}  // namespace gilectomy
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
