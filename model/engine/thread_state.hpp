// What a run keeps of one of its threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/engine/loops/chance_failures.hpp"
#include "model/engine/loops/loop_watch.hpp"
#include "model/engine/loops/retrace.hpp"
#include "model/engine/process/fiber.hpp"
#include "model/graph/event.hpp"
#include "model/graph/moment.hpp"
#include "model/run/thread_face.hpp"
#include "model/sync/site.hpp"

namespace suture {

// What a thread does that waits where nobody can go on.
enum class patience : std::uint8_t {
  endless,
  timed,  // it times out
  along,  // it gives back the locks it has taken together with the one it waits for
};

struct thread_state : thread_face {
  fiber* on = nullptr;
  std::uint32_t iteration = 0;  // position at which the current spin iteration began
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
  bool rested = false;             // it has just done so
  bool retraces = false;           // and is told to, off the record
  std::uint64_t gave_way_at = 0;   // see run_view::gives_way
  moment born;                     // the creator's moment of creation
  sync::site destroying;           // the sync::destroy it is in
  std::function<void()> body;
  std::vector<void*> slots;
  patience how_long = patience::endless;
  bool gives_up = false;        // a wait that it may give up
  std::size_t along = 0;        // all locks that it would not give back then
  std::uint32_t unheard = 0;    // how many calls it is in that order nothing: event::unheard
  std::uint32_t taking = 0;     // how many mutexes it is about to take together
  std::uint32_t time_outs = 0;  // of its timed waits
  std::vector<std::function<void()>> at_exit;  // the last one first
  bool detached = false;
  // By the number of each plain object, and by that of each location read plainly: one more than
  // the position at which the thread has last read it.
  std::vector<std::uint32_t> looked_at, looked_at_place;
  std::uint32_t plain_stretch = 0, plain_since = 0;  // plain accesses since that position
};

// Stands in a thread while it runs (thread_ends.cpp).
struct exit_guard {
  thread_state& of;
  ~exit_guard();
};
void lose_leftovers(thread_state& s);

}  // namespace suture
