// Is every use of an atomic ordered before now, as it must be where its lifetime ends?
#pragma once

#include <optional>

#include "model/run/run_view.hpp"

namespace suture {

struct atomic_use {
  thread_id thread = no_thread;
  sync::site where;
};

// A use of `l` by another thread than the running one that does not happen before the running
// thread's present point; of the thread with the lowest number that has one. A use is an access, a
// wait for a lock, and the beginning of a futex or condition variable call.
std::optional<atomic_use> use_not_ordered_before_now(const run_view& run, location_id l);

// For a plain access of the running thread to the place of `l`: an atomic access, to be carried out
// later in this run perhaps, that is ordered neither before nor after now; only a write where
// `writes_only`. Of the thread with the lowest number that has one.
struct unordered_access {
  atomic_use use;
  bool write = false;
};
std::optional<unordered_access> access_unordered_with_now(const run_view& run, const graph& g,
                                                          location_id l, bool writes_only);

}  // namespace suture
