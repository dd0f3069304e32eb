// How many runs an exhaustive search would make, without making them.
//
// The runs of the search form a tree: below each hang the alternatives of what it has added.
// Knuth ("Estimating the efficiency of backtrack programs", Mathematics of Computation 29, 1975)
// walks down it, drawing one alternative each time, and multiplies by how many there were. That is
// right on average, but a few large subtrees behind narrow doors make up most of the sum, and a
// walk seldom goes there. So here many walks go down together, level by level: of all the runs
// directly below those of a level some are drawn, as many as there are walks, each with the same
// chance (Rubinstein, "Stochastic enumeration method for counting NP-hard problems", Methodology
// and Computing in Applied Probability 15, 2013). What a level stands for is multiplied by the
// number of runs found over the number kept. This is right on average too, and much less scattered;
// where no level is wider than the number of walks it is the exact number.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "model/engine/execution.hpp"

namespace suture {

struct estimate {
  double runs = 1;  // of the search, blocked and moot ones included
  // An interval of 90 % for `runs`, where `trusted`. Where the sweeps disagree so much that there
  // is none: `low` is what is known for certain, and `high` means nothing.
  double low = 1;
  double high = 1;
  bool trusted = false;
  double seconds_per_run = 0;  // as measured; differs from call to call
  double events_per_run = 0;
  unsigned probes = 0;  // walks
  bool exact = false;   // the tree was so small that it was walked whole; low == runs == high

  double seconds() const { return runs * seconds_per_run; }
  // So many there are for certain. Where that is beyond the interval, there was none.
  void at_least(double known);
};

// "1680", "about 3.2e+12 (90 %: 2.9e+12 to 3.5e+12)", or "more than 2000 (by an estimate that
// cannot be trusted, 3.2e+12)".
std::string size_text(const estimate& e);

struct estimate_options {
  bool blind = true;                    // as strategy_options::blind
  std::uint32_t spurious_failures = 1;  // likewise
  // The search itself is tried for so many runs first. Where it comes to its end the number is
  // known; otherwise its time per run is.
  std::uint64_t walk = 2000;
  double seconds = 0;        // most time for the walk and for the probes, each; 0: no limit
  std::uint64_t events = 0;  // most events of the probes' runs; 0: no limit
  std::uint64_t known = 0;   // so many runs an earlier search has made
};

// `probes` walks in sweeps of some dozen. Deterministic in all but seconds_per_run, as long as
// options.seconds is 0 or is not reached. At least one sweep is begun. Runs with findings count
// like others; the search would go on after them.
estimate estimate_size(execution& run, const std::function<void()>& body, const limits& l,
                       unsigned probes, std::uint64_t seed, const estimate_options& options = {});

}  // namespace suture
