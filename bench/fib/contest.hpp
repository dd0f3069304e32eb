// The talk's benchmark: fib(n), one in each thread, in every build of the interpreter core.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace fib_bench {

inline constexpr const char* source =
    "def fib(n):\n"
    "    if n < 2:\n"
    "        return 1\n"
    "    return fib(n-1) + fib(n-2)\n";

// How often fib is called to compute fib(n), and what it gives.
constexpr std::uint64_t value_of(unsigned n) {
  std::uint64_t a = 1, b = 1;
  for (unsigned i = 1; i < n; ++i) b = std::exchange(a, a + b);
  return a;
}
constexpr std::uint64_t calls_of(unsigned n) { return 2 * value_of(n) - 1; }

// One run; seconds. Throws std::runtime_error where a thread computes something else than fib(n).
struct measured {
  double wall = 0, cpu = 0;
};

struct contestant {
  std::string name;
  bool has_gil;
  measured (*run)(unsigned n, unsigned threads);
};
// The build with a GIL first.
std::vector<contestant> contestants();

// What a call of fib costs in operations.
struct operations {
  double counts = 0;  // increments and decrements, by anybody
  double writes = 0;  // of them, those that write to a count
  double locks = 0;   // locks of containers taken
  double waits = 0;   // of them, those for which a thread went to sleep
};
struct counted {
  std::string name;
  operations (*run)(unsigned n, unsigned threads);  // real threads: each number is of one run
};
std::vector<counted> counted_builds();

// Under the engine: how often, for each call, a count was written by another thread than the one
// that wrote it last, so that its cache line has to move. The same wherever it is run.
struct migrating {
  std::string name;
  double (*run)(unsigned n, std::uint64_t runs);  // two threads; random orders
};
std::vector<migrating> migrating_builds();

}  // namespace fib_bench
