// Who holds a lock, and since where: read off the modification order of its word.
#pragma once

#include <vector>

#include "model/execution/graph.hpp"

namespace suture {

struct lock_hold {
  thread_id thread = no_thread;
  sync::site since;
};

// The holders of the lock at `l` in the order in which they took it: none, one writer, or any
// number of readers, of whom one may be there several times. Takes the conventions of sync::mutex
// and sync::shared_mutex: the word is 0 when free, and a reader adds 1.
std::vector<lock_hold> holders_of(const graph& g, location_id l);

}  // namespace suture
