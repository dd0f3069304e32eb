// Executions that cannot go on, or do not end: which kind of finding that is, and in what words.
#pragma once

#include <string>

namespace suture::relacy {

struct verdict {
  const char* kind;
  std::string message;
};

// Of the threads as they stand in `current`: nobody can run.
//   - no thread sleeps on a futex or a condition variable: deadlock;
//   - one sleeps on a futex whose word has changed since: a wake-up was lost;
//   - two sleep on different words, or a thread waits for a mutex besides: deadlock, for each may
//   be
//     the one to wake the other;
//   - else a wake-up was lost.
// checkers/deadlock.hpp, which knows who holds a lock, judges the same way with more to go by.
verdict judge_deadlock();

// Of an execution that reached max_steps: a deadlock if every thread waits, if only in a loop, else
// a timeout.
verdict judge_endless(unsigned max_steps);

}  // namespace suture::relacy
