// The checkers that every run has, whatever it is about.
#pragma once

#include "checkers/deadlock.hpp"
#include "checkers/memory.hpp"
#include "checkers/race.hpp"

namespace suture {

// One set serves one execution, and must outlive its last run. None of them asks for the stream of
// events, and none does any work on a run without plain data, allocations or blocked threads but a
// look at each atomic's uses where it is destroyed.
struct standard_checkers {
  race_checker race;
  memory_checker memory;
  deadlock_checker deadlock;

  // Order first: where an access is both unordered and late, the order is what is to be mended.
  void attach(execution& run) {
    run.observe(race);
    run.observe(memory);
    run.observe(deadlock);
  }
};

}  // namespace suture
