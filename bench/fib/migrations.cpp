// How often counts change hands, under the engine: the same number on every machine.
#include "bench/fib/contest.hpp"
#include "bench/fib/counting.hpp"
#include "interp_core/eval/evaluator.hpp"
#include "interp_core/refcount/immortal.hpp"
#include "library/suture.hpp"

namespace fib_bench {
namespace {

namespace refcount = interp::refcount;

// With little to set up in each of the runs.
template <class Base>
struct small : Base {
  static constexpr std::int64_t least_small_int = 0, greatest_small_int = 32;
  static constexpr interp::freelist_room room =
      interp::room_for_only<interp::freelist_kind::frame, 8>;
  static constexpr std::uint32_t most_threads = 3;
};

template <class Build>
double run(unsigned n, std::uint64_t runs) {
  static const interp::program code = interp::compile(source);
  this_thread = {};
  const auto body = [n] {
    interp::interpreter<Build> all(code, std::chrono::nanoseconds(0));
    static_cast<void>(interp::evaluator<Build>(all).run_module());
    all.in_threads(2, [n](interp::evaluator<Build>& here, std::size_t) {
      std::int64_t value = 0;
      static_cast<void>(here.call("fib", {n}, value));
    });
  };
  const suture::result done =
      suture::check(body, {.strategy = "random", .max_executions = runs, .max_seconds = 0});
  if (!done.findings.empty()) throw std::runtime_error(done.to_string());
  return static_cast<double>(this_thread.migrations) /
         (static_cast<double>(done.executions) * 2 * static_cast<double>(calls_of(n)));
}

template <class Count>
using tracked = counting<Count, true>;
using locks = interp::locking::assumed;

}  // namespace

std::vector<migrating> migrating_builds() {
  return {
      {"GIL", run<small<gil_build<tracked<refcount::plain>, interp::gil_waiting::assumed>>>},
      {"atomic counts", run<small<interp::without_gil<tracked<refcount::atomic>, locks>>>},
      {"immortal constants", run<small<interp::without_gil<tracked<refcount::immortal>, locks>>>},
  };
}

}  // namespace fib_bench
