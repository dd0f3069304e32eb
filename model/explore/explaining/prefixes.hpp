// How sure a run is to fail, decision by decision.
//
// The run of a schedule is followed up to its k-th decision, and from there on by others: once by
// the base policy, and some times by a uniform random walk. The share of the walks that fail
// estimates P(fail | first k decisions). Where no continuation passes any more, the rest of the
// schedule did not matter.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "model/engine/execution.hpp"
#include "model/schedule/decision.hpp"

namespace suture {

struct prefix_estimate {
  std::uint32_t decisions = 0;  // that are followed
  std::uint32_t walks = 0;
  std::uint32_t failed = 0;  // of the walks
  bool base_passes = false;  // the base policy goes on without a finding

  double failing() const { return walks == 0 ? 0 : static_cast<double>(failed) / walks; }
  bool can_pass() const { return base_passes || failed < walks; }
};

struct prefix_options {
  std::uint32_t walks = 24;
  std::uint32_t points =
      25;  // prefixes, at first evenly spread; those around the largest jump are added
  std::uint64_t seed = 1;
};

// In ascending order, the whole and the empty prefix among them. `questions`: of the schedule's
// run.
std::vector<prefix_estimate> estimate_prefixes(execution& run, const std::function<void()>& body,
                                               const limits& l, const schedule& decisions,
                                               std::uint32_t questions,
                                               const prefix_options& how = {});

// Between which two neighbours P(fail) grows most: the index of the second; 0: it never grows.
std::size_t largest_jump(const std::vector<prefix_estimate>& all);

}  // namespace suture
