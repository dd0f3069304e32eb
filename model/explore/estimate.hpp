// How many runs an exhaustive search would make, without making them.
//
// Knuth, "Estimating the efficiency of backtrack programs", Mathematics of Computation 29 (1975).
// The runs of the search form a tree: below each hang the alternatives of what it has added. A
// probe makes the first run, counts the alternatives b1, draws one of them uniformly, makes that
// run, counts its b2 alternatives, and so on until a run has none. 1 + b1·(1 + b2·(1 + …)) is an
// unbiased estimate of the number of runs, so the mean of many probes is, too.
//
// The estimates of single probes are heavy-tailed: a few large subtrees behind narrow doors make
// up most of the sum, and a probe seldom goes there. So the mean is more often too low than too
// high, and the interval, which knows only what was seen, covers the true number less often than
// it says.
#pragma once

#include <cstdint>
#include <functional>

#include "model/execution/execution.hpp"

namespace suture {

struct estimate {
  double runs = 1;  // runs of the search, blocked and moot ones included
  // An interval of 90 % for `runs`: percentile bootstrap over the probes.
  double low = 1;
  double high = 1;
  double seconds_per_run = 0;  // as measured; differs from call to call
  unsigned probes = 0;
  bool exact = false;  // the tree was so small that it was walked whole; low == runs == high

  double seconds() const { return runs * seconds_per_run; }
};

struct estimate_options {
  bool blind = true;                    // as strategy_options::blind
  std::uint32_t spurious_failures = 1;  // likewise
  // The search itself is tried for so many runs first. Where it comes to its end the number is
  // known; otherwise its time per run is.
  std::uint64_t walk = 2000;
  double seconds = 0;  // most time for the walk and for the probes, each; 0: no limit
};

// Deterministic in all but seconds_per_run, as long as options.seconds is 0 or is not reached. At
// least one probe is made. Runs with findings count like others; the search would go on after them.
estimate estimate_size(execution& run, const std::function<void()>& body, const limits& l,
                       unsigned probes, std::uint64_t seed, const estimate_options& options = {});

}  // namespace suture
