// Which strategy, if nobody says: the exhaustive search where it can be finished, else samples.
//
// 1. The exhaustive search makes its first 200 runs: small programs are through with that.
// 2. 200 random runs, of all samplers in turn (sampling/mixture.hpp), look for what is easy to
// find, wherever in the search it would come.
// 3. The search goes on, and is then estimated (estimate.hpp). It is made to its end if it fits
//    into the budget, and given up once most of the budget is gone.
// 4. Bounded searches with 0, 1, 2 … preemptions, as far as they come.
// 5. Random runs, as in step 2, until the budget is used up: they reach what a search in order
// would come to last.
//
// What is chosen depends on counts of runs and events, never on how fast the machine is. Only where
// a stage runs out of time does it matter when that was.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "model/engine/execution.hpp"
#include "model/explore/explorer.hpp"

namespace suture {

// Makes the runs of one strategy, by its name (make_strategy.hpp), within a budget: with several
// workers, or a part of them.
using explore_function = std::function<exploration(std::string_view strategy, const budget& b,
                                                   const progress_callback& progress)>;

struct portfolio_options {
  std::uint64_t seed = 1;
  bool blind = true;                    // as strategy_options::blind
  std::uint32_t spurious_failures = 1;  // likewise
  // The exhaustive search is estimated after so many runs, or a fifth of the budget.
  std::uint64_t first_runs = 2000;
  std::uint32_t most_preemptions = 2;  // of the bounded searches
  std::uint64_t samples = 10'000;      // random runs where there is no budget at all
  // Empty: alone, with the execution that makes the estimate.
  explore_function explore = {};
  // Which part of the exhaustive search and of the samples is made here, of how many. Where there
  // are several, `explore` makes a part, and there are no bounded searches, because those cannot be
  // divided.
  std::uint32_t part = 0;
  std::uint32_t parts = 1;
};

struct portfolio_result {
  exploration explored;  // all strategies together; `exhausted` only where everything was tried
  std::string used;      // "exhaustive", or "bounded:1, mixture": what the guarantee rests on
  std::uint64_t samples = 0;   // random runs at the end, of all samplers in turn
  std::uint64_t found_in = 0;  // which run of that strategy has the finding, counted from 1
  std::string guarantee;       // what is known now, within which bounds, and why no more; no times
  bool verified = false;       // every execution of the program was run, none cut off, none failed
};

// Stops at the first finding whatever the budget says of that. Without a budget the exhaustive
// search goes on to its end. Runs made to look about (steps 2 and 3) come on top of budget.runs and
// are counted only if they find something; their time does not come on top of budget.seconds. The
// progress callback hears the counts of all strategies.
portfolio_result explore_portfolio(execution& run, const std::function<void()>& body,
                                   const limits& l, const budget& b,
                                   const portfolio_options& options = {},
                                   const progress_callback& progress = {});

}  // namespace suture
