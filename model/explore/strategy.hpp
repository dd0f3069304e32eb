// Strategies: which runs are tried, and in which order.
//
// A strategy decides within a run (it is a decider), sees the execution at each decision and when
// the run has ended, and says whether there is another run and along which graph. One algorithm is
// one file; what is common to all (counting, budgets, stopping at the first finding) is in
// explorer.hpp.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/explore/partition.hpp"
#include "model/run/decider.hpp"
#include "model/run/run_end.hpp"
#include "model/run/run_view.hpp"

namespace suture {

class strategy : public decider {
 public:
  virtual std::string_view name() const = 0;
  // The graph that the next run goes along (empty for a fresh run), or null when there is nothing
  // left to try. The strategy owns it; it must not be touched until end_run.
  virtual graph* next_run() = 0;
  virtual void end_run(run_view&, run_end) {}
  // Asked after end_run: have the runs so far turned out not to count? Then the next one is the
  // first again.
  virtual bool restart() { return false; }
  // Gives up counting refcounts blind; false where it did not. A restart follows.
  virtual bool refuse_all_blind() { return false; }
  // What a restart was for, so that a search by another worker can be spared it: `refuse` with the
  // same words before the first run makes it the search that began after the restart.
  virtual std::vector<std::string> refusals() const { return {}; }
  virtual void refuse(const std::vector<std::string>& /*refusals*/) {}
  // Has every run been tried once next_run says null?
  virtual bool complete() const { return false; }
  // Where that is less than every execution of the program, which these are: "at most 2
  // preemptions". Empty where it is all of them.
  virtual std::string bound() const { return {}; }
  // How many graphs it keeps at the moment: what a search needs in memory.
  virtual std::size_t held() const { return 1; }
  // Does the graph of a run say all that was decided in it, so that no record of answers is needed?
  virtual bool decides_by_graph() const { return false; }
  // Asks `owner`, from the first run on, what of the search is to be done: see partition.hpp. False
  // where the strategy cannot be divided. To be called before the first next_run.
  virtual bool divide(std::uint32_t /*depth*/, partition& /*owner*/) { return false; }
};

}  // namespace suture
