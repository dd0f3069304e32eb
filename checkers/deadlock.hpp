// Runs that cannot go on: who waits for what, who has it and since where.
//
// A blocked run is judged in this order:
//   1. a cycle of threads that wait for each other's locks or ends, which is a deadlock however
//      many others wait because of it; a lock taken twice by its holder is a cycle of one. The lock
//      may be a futex word that one of them has taken (lock_holders.hpp says how that is told): it
//      would still be taken if its sleeper were woken;
//   2. a lock whose holder has ended: deadlock;
//   3. threads asleep on a futex or a condition variable. Nobody is left to wake them, so a wake-up
//      was lost, unless the sleepers may be what keeps each other from waking: two futex sleepers
//      on different words may each have what the other wants, and a thread that waits for a lock
//      which a sleeper holds may be the one to wake it. That needs every word to be as its sleeper
//      saw it: where one has changed since, its sleeper should have been woken;
//   4. what is left waits in a loop for a change, or for a semaphore, latch, barrier or once flag,
//   and
//      nobody is left to make it go on: deadlock.
// The third rule is a judgement, since what a futex word means is the user's business. Either way
// the message names every thread that waits.
#pragma once

#include "checkers/marked_locks.hpp"
#include "model/run/observed.hpp"
#include "model/run/run_view.hpp"

namespace suture {

class deadlock_checker final : public observer {
 public:
  // Besides, asks for marks: a thread's locks of the user's own making are named.
  void attach(observed& run) {
    run.observe(*this);
    run.observe_marks(*this);
  }

  void begin_run(run_view&) override { marked_.clear(); }
  void on_mark_lock(run_view& run, const void* lock, bool taken, sync::site where) override;
  void end_run(run_view& run, run_end end) override;

 private:
  void name_marked(const run_view& run, finding& f);

  marked_locks marked_;
};

}  // namespace suture
