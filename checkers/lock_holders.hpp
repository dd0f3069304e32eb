// Who holds a lock, and since where: read off the modification order of its word.
#pragma once

#include <optional>
#include <vector>

#include "model/graph/graph.hpp"

namespace suture {

struct lock_hold {
  thread_id thread = no_thread;
  sync::site since;
};

// The holders of the lock at `l` in the order in which they took it: none, one writer, or any
// number of readers, of whom one may be there several times. Takes the conventions of sync::mutex
// and sync::shared_mutex: the word is 0 when free, and a reader adds 1.
std::vector<lock_hold> holders_of(const graph& g, location_id l);

// The writers that wait for the shared mutex at `l` and go before readers (limits::writers_first).
std::vector<lock_hold> waiting_writers_of(const graph& g, location_id l);

// Who runs the function of the once flag at `l`, if anybody does.
std::optional<lock_hold> runner_of(const graph& g, location_id l);

// Who alone has taken permits of the semaphore at `l` and not given them back, if there is one such
// thread. It need not be the one who will; but where nobody can go on it is what can be told.
std::optional<lock_hold> taker_of_permits(const graph& g, location_id l);

// Who has taken the lock of the user's own making at `l`, on which `sleeper` sleeps. That is a
// guess, from the convention that 0 is free: the thread whose compare-exchange, exchange or
// fetch_or made the word what it has not been 0 since. The sleeper itself only if it has tried
// again, since a thread may also set a word and sleep until somebody else sets it back.
std::optional<lock_hold> taker_of(const graph& g, location_id l, thread_id sleeper);

}  // namespace suture
