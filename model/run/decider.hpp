// Whoever decides what a run does where it could do more than one thing.
//
// A run asks at each decision and never chooses by itself; with the same answers it is the same
// run, to the byte. Strategies (model/explore) are deciders, and so is a token's replay.
#pragma once

#include <cstdint>

#include "model/graph/event.hpp"

namespace suture {

class graph_search;
class run_view;

struct read_choice {
  event_id rf = init_event;
  bool spurious = false;  // a weak compare-exchange fails by chance
};

class decider {
 public:
  virtual ~decider() = default;

  // Which of run.enabled() (two or more) goes next? Threads are listed in creation order.
  virtual thread_id pick_thread(const run_view& run) = 0;
  // What does `proto`, the read its thread is about to make, read? Must be allowed
  // (run_view::may_read).
  virtual read_choice pick_read(const run_view& run, const event& proto) = 0;
  // Where in modification order does the write `proto` go? Must be allowed.
  virtual std::uint32_t pick_place(const run_view& run, const event& proto) = 0;
  // A number below `n` (two or more); 0 is the ordinary outcome.
  virtual std::uint32_t pick_choice(const run_view& run, std::uint32_t n) = 0;
  // Is the condition of the spin_until at `where` to be tried for a state of its own, here? It does
  // not hold, and the thread would wait. `place` says which of those there (round_place.hpp).
  virtual bool tries_condition(const sync::site& /*where*/, std::uint64_t /*place*/) {
    return false;
  }
  // Nothing can go on: the run ends.
  virtual void stuck(const run_view& /*run*/) {}
  // The search whose run this is, where it is one of those that revisit: then a thread whose wait
  // failed does not look again. Null for those that draw or follow.
  virtual graph_search* search() { return nullptr; }
};

}  // namespace suture
