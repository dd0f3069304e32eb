// What a run keeps of one of its threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/engine/loops/chance_failures.hpp"
#include "model/graph/event.hpp"
#include "model/engine/process/fiber.hpp"
#include "model/engine/objects/heap.hpp"
#include "model/run/held_locks.hpp"
#include "model/engine/loops/loop_watch.hpp"
#include "model/engine/loops/retrace.hpp"
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

// What a thread does that waits where nobody can go on.
enum class patience : std::uint8_t {
  endless,
  timed,  // it times out
  along,  // it gives back the locks it has taken together with the one it waits for
};

struct thread_state {
  thread_status status = thread_status::finished;
  const event* pending = nullptr;  // there while it is ready or waiting
  fiber* on = nullptr;
  std::uint32_t position = 0;    // events carried out
  std::uint32_t iteration = 0;   // position at which the current spin iteration began
  thread_id target = no_thread;  // of a join
  thread_id joiner = no_thread;
  sync::site joined_at;                              // by the joiner
  thread_id back_to = no_thread;                     // who waits for this thread's first operation
  std::uint32_t children = 0, cells = 0, plain = 0;  // made so far
  const std::byte* called_from = nullptr;            // its stack pointer at the operation it makes
  bool spin = false;
  bool asks_again = false;            // it tries the condition of spin_until, off the record
  standing asked_at;                  // when it began that
  location_id touched = no_location;  // plainly, since its last event: see event::plain_before
  bool listed = false;                // in ready_
  // Of loops without effect (looping.cpp):
  loop_watch loop;
  chance_failure failure;
  retrace off_record;
  std::uint64_t elsewhere = 0;     // state_elsewhere before the rounds off the record
  bool looked_elsewhere = false;   // when half of them were over,
  bool changed_elsewhere = false;  // and it was another one
  bool by_value = false;           // it waits for another value, not only for another write
  bool chose = false;              // it waits, but might have chosen otherwise
  bool counted = false;            // it waits because it has gone round as often as it may
  bool rests = false;              // it could go on, and would do the same again
  bool rested = false;             // it has just done so
  bool retraces = false;           // and is told to, off the record
  std::uint64_t gave_way_at = 0;   // see gives_way
  moment born;                     // the creator's moment of creation
  sleep_place asleep_on;
  sync::site waits_at;
  sync::site destroying;  // the sync::destroy it is in
  std::string name;       // as sync::name_thread gave it
  std::function<void()> body;
  std::vector<watched_read> watched;
  std::vector<void*> slots;
  patience how_long = patience::endless;
  bool gives_up = false;        // a wait that it may give up
  std::size_t along = 0;        // all locks that it would not give back then
  std::uint32_t unheard = 0;    // how many calls it is in that order nothing: event::unheard
  std::uint32_t taking = 0;     // how many mutexes it is about to take together
  std::uint32_t time_outs = 0;  // of its timed waits
  held_locks held;
  std::vector<std::function<void()>> at_exit;  // the last one first
  bool detached = false;
  // By the number of each plain object, and by that of each location read plainly: one more than
  // the position at which the thread has last read it.
  std::vector<std::uint32_t> looked_at, looked_at_place;
  std::uint32_t plain_stretch = 0, plain_since = 0;  // plain accesses since that position

  // What it is about to make, where that is known: it may be past it, or wait without one.
  const event* next_event() const {
    return status == thread_status::ready || status == thread_status::waiting ? pending : nullptr;
  }
};

// Stands in a thread while it runs (thread_ends.cpp).
struct exit_guard {
  thread_state& of;
  ~exit_guard();
};
void lose_leftovers(thread_state& s);

}  // namespace suture
