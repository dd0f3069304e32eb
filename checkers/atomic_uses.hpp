// Is every use of an atomic ordered before now, as it must be where its lifetime ends?
#pragma once

#include <optional>

#include "model/execution/execution.hpp"

namespace suture {

struct atomic_use {
  thread_id thread = no_thread;
  sync::site where;
};

// A use of `l` by another thread than the running one that does not happen before the running
// thread's present point; of the thread with the lowest number that has one. A use is an access, a
// wait for a lock, and the beginning of a futex or condition variable call.
std::optional<atomic_use> use_not_ordered_before_now(execution& run, location_id l);

}  // namespace suture
