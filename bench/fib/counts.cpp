// What a call of fib costs in operations, counted in real threads.
#include "bench/fib/contest.hpp"
#include "bench/fib/counting.hpp"
#include "interp_core/eval/evaluator.hpp"
#include "interp_core/refcount/immortal.hpp"

namespace fib_bench {
namespace {

namespace refcount = interp::refcount;

template <class Build>
operations run(unsigned n, unsigned threads) {
  static const interp::program code = interp::compile(source);
  interp::interpreter<Build> all(code);
  static_cast<void>(interp::evaluator<Build>(all).run_module());
  std::vector<tally> tallies(threads);
  all.in_threads(threads, [&](interp::evaluator<Build>& here, std::size_t i) {
    std::int64_t value = 0;
    static_cast<void>(here.call("fib", {n}, value));
    tallies[i] = this_thread;
  });
  const double calls = static_cast<double>(threads) * static_cast<double>(calls_of(n));
  operations sum;
  for (const tally& each : tallies) {
    sum.counts += static_cast<double>(each.counts) / calls;
    sum.writes += static_cast<double>(each.writes) / calls;
    sum.locks += static_cast<double>(each.locks) / calls;
    sum.waits += static_cast<double>(each.waits) / calls;
  }
  return sum;
}

template <class Count>
using counted_count = counting<Count, false>;
using locks = counting_locks<interp::locking::per_object<interp::recursive_lock<counting_rules>>>;

}  // namespace

std::vector<counted> counted_builds() {
  return {
      {"GIL", run<gil_build<counted_count<refcount::plain>, interp::gil_waiting::on_condition<>>>},
      {"atomic counts", run<interp::without_gil<counted_count<refcount::atomic>, locks>>},
      {"immortal constants", run<interp::without_gil<counted_count<refcount::immortal>, locks>>},
      {"immortal, lock-free globals",
       run<interp::with_lock_free_globals<counted_count<refcount::immortal>, locks>>},
  };
}

}  // namespace fib_bench
