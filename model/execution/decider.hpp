// Whoever decides what a run does where it could do more than one thing.
//
// An execution asks at each decision and never chooses by itself; with the same answers it is the
// same run, to the byte. Strategies (model/explore) are deciders, and so is a token's replay.
#pragma once

#include <cstdint>
#include <string>

#include "model/execution/event.hpp"

namespace suture {

class execution;
class graph;
class round_audit;
struct thread_round;

struct read_choice {
  event_id rf = init_event;
  bool spurious = false;  // a weak compare-exchange fails by chance
};

class decider {
 public:
  virtual ~decider() = default;

  // Which of run.enabled() (two or more) goes next? Threads are listed in creation order.
  virtual thread_id pick_thread(execution& run) = 0;
  // What does `proto`, the read its thread is about to make, read? Must be allowed
  // (candidates.hpp).
  virtual read_choice pick_read(execution& run, const event& proto) = 0;
  // Where in modification order does the write `proto` go? Must be allowed.
  virtual std::uint32_t pick_place(execution& run, const event& proto) = 0;
  // A number below `n` (two or more); 0 is the ordinary outcome.
  virtual std::uint32_t pick_choice(execution& run, std::uint32_t n) = 0;
  // May a thread whose wait failed look again when something it read has changed? A search that
  // revisits the failed reads instead says no.
  virtual bool looks_again() const { return true; }
  // Are refcount changes whose result is unread to be added as blind ones (graph::add_count)?
  virtual bool counts_blind() const { return false; }
  // Something that blind changes cannot express happened to the refcount with this identity. The
  // run is abandoned.
  virtual void refuse_blind(const std::string& /*refcount*/) {}
  virtual bool refused_blind(const std::string& /*refcount*/) const { return false; }
  // The loop with an operation at `where` has a state that the thread's own stack and registers do
  // not show, so it must not be cut short there. The run is abandoned. Only asked of a decider that
  // does not let threads look again.
  virtual void refuse_loop(const sync::site& /*where*/) {}
  virtual bool refused_loop(const sync::site& /*where*/) const { return false; }
  // The loop with an operation at `where` is met; `place` says which of those there
  // (round_place.hpp). For the first time?
  virtual bool meets_loop(const sync::site& /*where*/, std::uint64_t /*place*/) { return true; }
  // Who is to find out what rounds of loops do to memory, where somebody is (round_audit.hpp).
  virtual round_audit* audit() { return nullptr; }
  // A round of the loop at `where` leaves marks elsewhere: such a loop goes on until it has read
  // nothing new for a round.
  virtual void leaves_marks(const sync::site& /*where*/) {}
  virtual bool known_to_leave_marks(const sync::site& /*where*/) const { return false; }
  // A thread has ended after the weak compare-exchange at `where` had failed by chance: it makes
  // something of such a failure.
  virtual void gives_up(const sync::site& /*where*/) {}
  // The thread that failed there has come back with a new value, which is taken for nothing as long
  // as none is known to end: may it be?
  virtual bool trusts_in_news(const sync::site& /*where*/) { return true; }
  // Has it let as many weak compare-exchanges fail by chance in this run as it may?
  virtual bool failures_used_up(const graph& /*g*/) const { return false; }
  // Is the condition of the spin_until at `where` to be tried for a state of its own, here? It does
  // not hold, and the thread would wait.
  virtual bool tries_condition(const sync::site& /*where*/, std::uint64_t /*place*/) {
    return false;
  }
  // Nothing can go on. The decider may add what it must see (polls); the run ends all the same.
  virtual void stuck(execution&) {}
};

}  // namespace suture
