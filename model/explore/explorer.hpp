// The loop around a strategy: run after run until it has no more, a finding stops it, or a budget
// is used up; with the counts of how the runs ended.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "model/engine/execution.hpp"
#include "model/explore/first_run.hpp"
#include "model/explore/judge.hpp"
#include "model/explore/strategy.hpp"
#include "model/schedule/decision.hpp"

namespace suture {

struct budget {
  std::uint64_t runs = 0;     // 0: no limit
  double seconds = 0;         // 0: no limit; a run that is under way then does not count
  bool stop_at_first = true;  // at the first finding
  std::uint64_t events = 0;   // in all runs; 0: no limit
  // Of a search, which may take several calls: its first run is kept here, and is repeated at the
  // end of a search that found nothing. May be null.
  first_run* first = nullptr;
};

struct statistics {
  std::uint64_t complete = 0;
  std::uint64_t blocked = 0;
  std::uint64_t moot = 0;
  std::uint64_t abandoned = 0;  // an assumption did not hold
  std::uint64_t bounded = 0;    // cut off by a limit
  std::uint64_t failed = 0;
  std::uint64_t events = 0;   // in all runs
  std::uint64_t longest = 0;  // events of the longest run
  std::uint64_t held = 0;     // graphs kept at a time: the depth of the search
  std::uint64_t watched = 0;  // plain objects in the run that had most
  double seconds = 0;

  std::uint64_t runs() const { return complete + blocked + moot + abandoned + bounded + failed; }
  double runs_per_second() const { return seconds > 0 ? static_cast<double>(runs()) / seconds : 0; }
  void count(const judgement& of_a_run);
  void add(const statistics& other);
};

// Why there were no more runs.
enum class stop_reason : std::uint8_t {
  nothing_left,
  finding,
  runs,     // the budget's, or its events
  seconds,  // the budget's
  asked,    // the progress callback said so
};

struct exploration {
  statistics counts;
  bool exhausted = false;  // the strategy tried everything it promises to
  bool restarted = false;  // the strategy began anew: what it had made before does not count
  stop_reason why = stop_reason::nothing_left;
  std::uint64_t peak_bytes = 0;  // most memory the process has had so far
  std::optional<finding> found;
  std::uint64_t found_in = 0;  // how many runs had been made then
  schedule decisions;          // of the run that found it
  std::uint32_t questions = 0;
  std::string fingerprint;                   // of that run's events: see shape.hpp
  std::uint64_t stuck_after = pulse::never;  // see discovery
  // Where time ran out in a run that stood still: which thread, at what.
  std::string stuck_at;

  void take(discovery&& first);
  void finish(double seconds);
};

// Called after every run; false stops the exploration.
using progress_callback = std::function<bool(const statistics&)>;

// `run` must have its checkers attached. A finding is replayed twice before it is reported; where a
// replay differs, that is the finding: the code depends on more than its schedule.
exploration explore(execution& run, const std::function<void()>& body, strategy& s, const limits& l,
                    const budget& b, const progress_callback& progress = {});

}  // namespace suture
