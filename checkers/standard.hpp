// The checkers that every run has, whatever it is about.
#pragma once

#include "checkers/deadlock.hpp"
#include "checkers/linearizability.hpp"
#include "checkers/lock_balance.hpp"
#include "checkers/lock_misuse.hpp"
#include "checkers/memory.hpp"
#include "checkers/race.hpp"

namespace suture {

// One set serves one execution, and must outlive its last run. None of them asks for the stream of
// events, and none does any work on a run without plain data, allocations or blocked threads but a
// look at each atomic's uses where it is destroyed. The last two look at marked operations and do
// nothing where there are none.
struct standard_checkers {
  lock_misuse_checker locks;
  race_checker race;
  memory_checker memory;
  deadlock_checker deadlock;
  lock_balance_checker balance;
  linearizability_checker atomicity;

  // Order first: where an access is both unordered and late, the order is what is to be mended.
  // But a mutex that is destroyed by its own holder is no matter of order.
  void attach(observed& run) {
    run.observe(locks);
    run.observe(race);
    run.observe(memory);
    deadlock.attach(run);
    balance.attach(run);
    atomicity.attach(run);
  }
};

}  // namespace suture
