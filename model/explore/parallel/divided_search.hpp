// A search that several workers share: threads of this process, or processes on other machines.
//
// The tree of runs is cut into items (partition.hpp), and every item is done by one worker. What is
// reported does not depend on how many there are, how fast they are, or where the tree is cut: the
// finding is the first in depth-first order, with the run and the counts that a lone worker would
// have stopped at. The exceptions are searches that run out of time or are stopped: they report
// what they have seen.
//
// The body is called from `jobs` OS threads at a time. What it makes itself is its own; what it
// shares with other calls (statics, captured references) it must synchronise as in any threaded
// program, by real means. A `sync` object made before the search is a matter of each run: every run
// finds it as it was made, and its changes are seen by no other run.
#pragma once

#include <functional>

#include "model/explore/parallel/search_state.hpp"
#include "model/explore/parallel/searcher.hpp"
#include "model/explore/parallel/shard.hpp"

namespace suture {

struct division {
  unsigned jobs = 1;  // OS threads, 1 or more
  shard part;
  // Where to cut the tree. 0: so that there are enough items for all workers.
  std::uint32_t depth = 0;
  // Where an earlier call came to; its depth is kept. It must have been the same search: same body,
  // searchers, limits and part. The budget may be another and counts from the very beginning.
  const search_state* from = nullptr;
  // Called every `keep_seconds` and at the end, on the calling thread, with how far the search is.
  std::function<void(const search_state&)> keep;
  double keep_seconds = 2;
};

struct divided_exploration {
  exploration result;
  search_state state;      // to go on from, with more of a budget
  std::uint64_t item = 0;  // that the finding is in
};

// As `explore` (explorer.hpp). `progress` is called on the calling thread, a few times a second.
// An exception that a worker's searcher throws is thrown here once all workers have ended.
divided_exploration explore_divided(const std::function<void()>& body, const searcher_factory& make,
                                    const limits& l, const budget& b, const division& d,
                                    const progress_callback& progress = {});

}  // namespace suture
