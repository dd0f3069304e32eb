// The builds in real threads, by the clock.
#include <ctime>
#include <stdexcept>

#include "bench/fib/contest.hpp"
#include "interp_core/eval/evaluator.hpp"
#include "interp_core/refcount/biased.hpp"
#include "interp_core/refcount/buffered.hpp"
#include "interp_core/refcount/coalesced.hpp"
#include "interp_core/refcount/immortal.hpp"
#include "interp_core/refcount/mutex.hpp"

namespace fib_bench {
namespace {

namespace refcount = interp::refcount;

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

template <class Build>
measured run(unsigned n, unsigned threads) {
  static const interp::program code = interp::compile(source);
  interp::interpreter<Build> all(code);
  static_cast<void>(interp::evaluator<Build>(all).run_module());
  std::vector<std::int64_t> values(threads);
  const double wall = seconds_of(CLOCK_MONOTONIC);
  const double cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
  all.in_threads(threads, [&](interp::evaluator<Build>& here, std::size_t i) {
    static_cast<void>(here.call("fib", {n}, values[i]));
  });
  const measured taken{seconds_of(CLOCK_MONOTONIC) - wall,
                       seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu};
  for (const std::int64_t value : values)
    if (value != static_cast<std::int64_t>(value_of(n)))
      throw std::runtime_error("a thread has computed something else than fib(n)");
  return taken;
}

}  // namespace

std::vector<contestant> contestants() {
  using interp::with_lock_free_globals;
  using interp::without_gil;
  using one_lock = interp::locking::one_gil;
  return {
      {"GIL", true, run<interp::with_gil>},
      {"mutex counts, 1999", false, run<without_gil<refcount::mutex>>},
      {"atomic counts, the talk's", false, run<without_gil<>>},
      {"atomic counts, one lock for all", false, run<without_gil<refcount::atomic, one_lock>>},
      {"buffered counts", false, run<without_gil<refcount::buffered>>},
      {"coalesced counts", false, run<without_gil<refcount::coalesced>>},
      {"biased counts", false, run<without_gil<refcount::biased>>},
      {"immortal constants", false, run<without_gil<refcount::immortal>>},
      {"immortal, lock-free globals", false, run<with_lock_free_globals<refcount::immortal>>},
      {"biased, lock-free globals", false, run<with_lock_free_globals<refcount::biased>>},
  };
}

}  // namespace fib_bench
