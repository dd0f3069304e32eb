// The loop around a strategy: run after run until it has no more, a finding stops it, or a budget
// is used up; with the counts of how the runs ended.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "model/explore/strategy.hpp"
#include "model/schedule/decision.hpp"

namespace suture {

struct budget {
  std::uint64_t runs = 0;    // 0: no limit
  double seconds = 0;        // 0: no limit
  bool stop_at_first = true;  // at the first finding
};

struct statistics {
  std::uint64_t complete = 0;
  std::uint64_t blocked = 0;
  std::uint64_t moot = 0;
  std::uint64_t abandoned = 0;  // an assumption did not hold
  std::uint64_t bounded = 0;    // cut off by a limit
  std::uint64_t failed = 0;
  std::uint64_t events = 0;      // in all runs
  std::uint64_t longest = 0;     // events of the longest run
  double seconds = 0;

  std::uint64_t runs() const {
    return complete + blocked + moot + abandoned + bounded + failed;
  }
  void count(run_end end, std::uint64_t run_events);
  void add(const statistics& other);
};

struct exploration {
  statistics counts;
  bool exhausted = false;  // the strategy tried everything it promises to
  std::optional<finding> found;
  schedule decisions;      // of the run that found it
  std::uint32_t questions = 0;
  std::string fingerprint;  // of that run's events: see shape.hpp
};

// Called after every run; false stops the exploration.
using progress_callback = std::function<bool(const statistics&)>;

// `run` must have its checkers attached. A finding is replayed twice before it is reported; where a
// replay differs, that is the finding: the code depends on more than its schedule.
exploration explore(execution& run, const std::function<void()>& body, strategy& s,
                    const limits& l, const budget& b, const progress_callback& progress = {});

}  // namespace suture
