// Runs a body that was compiled against the Relacy backend under one of Relacy's schedulers.
//
// Relacy is an independent implementation of the same idea, so a verdict both agree on is worth
// more than one. It is not a referee. What it cannot see, and what therefore never counts against
// a verdict of ours:
//   - modification order is execution order (the weak outcome of 2+2W never appears), a load may
//     look back one store (two under `random`), C++20 release sequences and load buffering are
//     missing;
//   - plain memory that is not in a sync::var, memory retired into a freelist, lock cycles that no
//     execution runs into;
//   - a thread's end frees its number of threads for no other: `threads` counts all ever created;
//   - `random` wakes futex waiters and condition variables for no reason at will, `bounded` and
//     `full` interrupt one futex wait per execution and no condition variable, lest the tree be
//     infinite;
//   - failing allocations, and time other than a clock that ticks when it is read.
//
// This header is plain C++ without a trace of Relacy.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace suture::relacy {

enum class scheduler {
  random,   // uniform among the runnable threads; never complete
  bounded,  // depth first, at most context_bound preemptions
  full,     // depth first, everything
};

struct run_options {
  suture::relacy::scheduler scheduler = scheduler::random;
  std::uint64_t iterations = 10'000;  // executions to make at most
  std::uint64_t seed = 0;             // of `random`; 0 is Relacy's own first seed
  double seconds = 0;                 // to spend at most; 0: no limit
  unsigned context_bound = 2;         // of `bounded`
  unsigned max_steps = 100'000;       // in one execution; more is an endless one
};

struct run_result {
  bool failed = false;
  // As in model/run/finding.hpp: race, use-after-free, double-free, leak, uninitialised-read,
  // deadlock, lost-wakeup, timeout (max_steps), check, exception, misuse (of a mutex, or more
  // threads than announced), nondeterminism (the body did not repeat what it had done before).
  // Empty when nothing failed.
  std::string kind;
  std::string message;           // with file and line where Relacy was told them
  std::uint64_t iterations = 0;  // executions made, the failing one included
  bool complete = false;         // `bounded` or `full` tried everything it wanted to and all passed
};

// `threads` is the number of threads the body creates, 0 to 4; more is an std::invalid_argument,
// fewer created costs Relacy executions but no correctness. The body runs once per execution and
// must leave no trace from one to the next; sync objects are made inside it. Prints nothing. One
// run at a time: a second caller waits. Not under ThreadSanitizer (std::logic_error), which cannot
// follow Relacy's switches.
run_result run(const std::function<void()>& body, unsigned threads, const run_options& options);

}  // namespace suture::relacy
