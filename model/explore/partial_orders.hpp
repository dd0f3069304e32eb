// How many different partial orders some runs had, and how often each.
//
// Two runs have the same partial order where their execution graphs are the same: the same events
// in each thread, each read from the same write, and the writes to each location in the same order.
// That is what the exhaustive search counts as one execution (but for refcount changes that commute
// there). Graphs are told apart by 64 bits of a hash, so that among a million of them two are taken
// for one with a chance below one in thirty million.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "model/graph/identity_key.hpp"
#include "model/run/observer.hpp"
#include "model/run/run_view.hpp"

namespace suture {

// The same for the same partial order in every run.
std::uint64_t fingerprint_of(const graph& g);

// Of the runs that come to their end. To be attached with execution::observe.
class partial_orders final : public observer {
 public:
  void end_run(run_view& run, run_end end) override;

  std::uint64_t runs() const { return runs_; }
  std::uint64_t different() const { return times_.size(); }
  std::uint64_t seen(std::uint32_t times) const;  // how many were, exactly so often
  // Of the runs looked at: most threads, and most events in one.
  std::uint32_t most_threads() const { return most_threads_; }
  std::uint32_t most_events() const { return most_events_; }

 private:
  std::unordered_map<std::uint64_t, std::uint32_t> times_;
  std::uint64_t runs_ = 0;
  std::uint32_t most_threads_ = 0;
  std::uint32_t most_events_ = 0;
};

}  // namespace suture
