// What strategies, observers and reports see of one of a run's threads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/graph/event.hpp"
#include "model/run/held_locks.hpp"
#include "model/sync/site.hpp"

namespace suture {

enum class thread_status : std::uint8_t {
  running,    // or between two switches
  ready,      // about to make `pending`
  waiting,    // `pending` waits for its condition
  spinning,   // waits until something in `watched` has changed
  deferred,   // lets others go first
  joining,    // waits for `target` to end
  creating,   // waits for its new child to reach its first operation
  following,  // waits, in replay, for what its next event reads
  finished,
};

// What a thread that waits for a change has read there.
struct watched_read {
  location_id location = no_location;
  event_id rf = no_event;
};

// What a thread asleep in futex_wait looked at; a sleeper on a condition variable expects 0.
struct sleep_place {
  location_id word = no_location;
  std::uint64_t expected = 0;
};

struct thread_face {
  thread_status status = thread_status::finished;
  std::uint32_t position = 0;      // events carried out
  const event* pending = nullptr;  // there while it is ready or waiting
  thread_id target = no_thread;    // of a join
  bool rests = false;              // it could go on, and would do the same again
  sync::site waits_at;             // of one that is not ready
  sleep_place asleep_on;
  std::vector<watched_read> watched;  // of one that is spinning: read in the round before
  held_locks held;                    // so far
  std::string name;                   // as sync::name_thread gave it; or empty

  // What it is about to make, where that is known: it may be past it, or wait without one.
  const event* next_event() const {
    return status == thread_status::ready || status == thread_status::waiting ? pending : nullptr;
  }
  const sync::site& stands_at() const {
    return status == thread_status::ready ? pending->where : waits_at;
  }
};

}  // namespace suture
