// Shrinking: the schedule of a finding made simpler, so that a person can read its run.
//
// Simpler is: fewer context switches, fewer odd decisions (stale reads, spurious wake-ups, …), each
// of which counts for two switches, then fewer decisions that are not the default, then a shorter
// run. A simpler schedule is taken only if its run has the same finding, and no more context
// switches than the schedule to begin with. First the schedule is taken apart (ddmin.hpp) and its
// blocks are joined; then, with what is left of the budget, another way to the finding is looked
// for. The same schedule shrinks to the same each time: what is spent is counted in runs and
// events, not in seconds.
#pragma once

#include <cstdint>
#include <functional>

#include "model/engine/execution.hpp"
#include "model/schedule/decision.hpp"

namespace suture {

struct shrink_budget {
  std::uint32_t runs = 600;
  std::uint64_t events = 3'000'000;  // in all of them
  // A body may compute for long between its events. After so many seconds the schedule is given
  // back as it was, and not as far as it had come, which would be another one on another day.
  double seconds = 20;
};

// What makes a run hard to read.
struct complexity {
  std::uint32_t switches = 0;  // from one thread's event to another's, but for starts and ends
  std::uint32_t odd = 0;       // decisions about reads, writes and choices that are not the default
  std::uint32_t decisions = 0;  // all that are not the default
  std::uint32_t events = 0;

  friend bool operator==(const complexity&, const complexity&) = default;
};

bool simpler(const complexity& a, const complexity& b);

struct shrunk {
  schedule decisions;
  finding what;  // of its run
  complexity before, after;
  std::uint32_t runs = 0;  // that were made for it
};

// Of two runs' findings: are they of the same bug, by kind, functions and lines?
bool same_bug(const finding& a, const finding& b);

// `run` has the checkers. Gives back the schedule as it is where its run has no finding, or one
// that takes seconds to show (timeout), or that no schedule repeats (nondeterminism).
shrunk shrink(execution& run, const std::function<void()>& body, const limits& l,
              const schedule& decisions, const shrink_budget& most = {});

}  // namespace suture
