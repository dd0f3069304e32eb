// The decisions of a run as data.
//
// Every question a run puts to its decider has a default answer; a schedule lists the questions, by
// number, whose answer was another. Defaults: the thread that made the last event goes on if it
// can, else the lowest that can; a read takes the latest write; a write goes to the end of
// modification order; a choice is 0.
#pragma once

#include <cstdint>
#include <vector>

namespace suture {

struct deviation {
  std::uint32_t question = 0;  // counted from 0
  // A thread's number; how many writes before the latest one, times two, plus one for a spurious
  // failure; how many places before the end; the chosen number.
  std::uint32_t answer = 0;

  friend bool operator==(const deviation&, const deviation&) = default;
};

using schedule = std::vector<deviation>;  // in order of question

}  // namespace suture
