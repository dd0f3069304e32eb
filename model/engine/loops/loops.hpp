// Loops without effect, and chance failures: where a thread goes round, and may be held.
//
// looping.cpp says what is cut short and why; chance_failures.hpp when a failed weak
// compare-exchange was nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/engine/loops/chance_failures.hpp"
#include "model/graph/event.hpp"
#include "model/sync/site.hpp"

namespace suture {

class execution;
struct thread_round;

class loops {
 public:
  explicit loops(execution& run) : run_(run) {}
  void begin_run() {
    failures_.begin_run();
    overlooks_ = false;
  }

  // --- operations that may have no effect ------------------------------------------------------
  event_id look(const event& proto);  // a read, or an update that may write back what it read
  // The running thread is about to make the idle operation `proto`, or to yield where that is null.
  // The event that answers it where the round is off the record; else no_event.
  event_id go_round(const event* proto, const sync::site& where);
  void yield(const sync::site& where);
  // It reads the plain data number `at`, of which `seen` says when it has read it last.
  void looks_plainly(std::vector<std::uint32_t>& seen, std::uint32_t at, const sync::site& where);

  // --- off the record --------------------------------------------------------------------------
  void try_round(std::uint32_t first, std::uint32_t rounds, const sync::site& where);
  void look_elsewhere();
  bool keeps_state_elsewhere();
  // The thread does something else than in the round that it repeats: so the loop has a state.
  void come_back();
  bool strays();  // or it is about to end: is the run over?

  // --- for the scheduler -----------------------------------------------------------------------
  thread_id next_to_retrace(std::span<const thread_id> candidates);
  thread_id next_counted() const;
  void ends_after_failure(const chance_failure& failure);
  // Has the run left out what might have come of one more failure, or of a round?
  bool might_fail_again() const { return failures_.might_matter_again(); }
  bool overlooks() const { return overlooks_; }

 private:
  void note_look(event_id id);
  event_id meets_itself(const event* proto, const sync::site& where);
  bool leaves_mark(const thread_round& round, const sync::site& where);
  bool may_go_elsewhere(const thread_round& round, const sync::site& where);
  void watch_round(std::uint32_t first);
  void rest(const sync::site& where, bool yields);
  void hold_in_loop(const sync::site& where);
  void wait_counted(const sync::site& where);
  std::uint32_t rounds_off_record(const sync::site& where);
  chance_failure::call weak_try(const event& proto);
  event_id after_chance_failure(const event& proto);

  execution& run_;
  chance_failures failures_;
  bool overlooks_ = false;  // what a round leaves, as that is not looked at
};

}  // namespace suture
