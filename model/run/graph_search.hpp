// What a run asks of a search that goes back to its graph: one that revisits reads.
//
// Such a search leaves executions out for which others stand, and so must know where none does. A
// refusal says so: the search begins anew without that shortcut, and the run is abandoned.
#pragma once

#include <cstdint>
#include <string>

#include "model/graph/graph.hpp"
#include "model/sync/site.hpp"

namespace suture {

class round_audit;
class run_view;

class graph_search {
 public:
  // --- refcount changes whose result is unread ------------------------------------------------
  // Are they to be added as blind ones (graph::add_count)?
  virtual bool counts_blind() const = 0;
  // Something that blind changes cannot express happened to the refcount with this identity.
  virtual void refuse_blind(const std::string& refcount) = 0;
  virtual bool refused_blind(const std::string& refcount) const = 0;
  virtual bool refuses_any() const = 0;  // of all that is asked here; most searches do not

  // --- loops -----------------------------------------------------------------------------------
  // The loop with an operation at `where` has a state that the thread's own stack and registers do
  // not show, so it must not be cut short there.
  virtual void refuse_loop(const sync::site& where) = 0;
  virtual bool refused_loop(const sync::site& where) const = 0;
  // The loop with an operation at `where` is met; `place` says which of those there
  // (round_place.hpp). For the first time?
  virtual bool meets_loop(const sync::site& where, std::uint64_t place) = 0;
  // Who finds out what rounds of loops do to memory (round_audit.hpp).
  virtual round_audit& audit() = 0;
  // A round of the loop at `where` leaves marks elsewhere: such a loop goes on until it has read
  // nothing new for a round.
  virtual void leaves_marks(const sync::site& where) = 0;
  virtual bool known_to_leave_marks(const sync::site& where) const = 0;

  // --- weak compare-exchanges that fail by chance (chance_failures.hpp) ------------------------
  // A thread has ended after the one at `where` had failed: it makes something of such a failure.
  virtual void gives_up(const sync::site& where) = 0;
  // The thread that failed there has come back with a new value, which is taken for nothing as long
  // as none is known to end: may it be?
  virtual bool trusts_in_news(const sync::site& where) = 0;
  // Have as many failed in this run as may?
  virtual bool failures_used_up(const graph& g) const = 0;

  // Nothing can go on. Adds lock attempts that cannot succeed to the run's graph `g`, so that their
  // alternatives are seen.
  virtual void add_polls(const run_view& run, graph& g) = 0;

 protected:
  ~graph_search() = default;
};

}  // namespace suture
