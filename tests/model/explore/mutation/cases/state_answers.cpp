// States of loops that are on nobody's stack: whether a search that meets them calls itself whole.
#include "model/execution/state_elsewhere.hpp"
#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/explorer.hpp"
#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"
#include "tests/support/hidden_states.hpp"

namespace suture::testing {

namespace {

using atomic_int = sync::atomic<int>;

// "whole", "bounded", or what was found.
std::string come_to(const std::function<void()>& body) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  exhaustive strategy(*model);
  strategy.limit_spurious_failures(1);
  const exploration e = explore(run, body, strategy, limits{}, budget{.runs = 10'000});
  if (e.found) return e.found->kind;
  return e.counts.bounded == 0 ? "whole" : "bounded";
}

std::string counted_failures() {
  static int failures = 0;
  return come_to([] {
    failures = 0;
    atomic_int x{0};
    int expected = 0;
    while (!x.compare_exchange_weak(expected, 1)) ++failures;
    sync::check(failures < 3, "fewer than three failures");
  });
}

std::string second_loop_at_a_line() {
  return come_to([] { wait_at_one_line(90); });
}

// As suture::check does.
[[gnu::noinline]] std::string asked_for_by_callee(const std::function<void()>& body) {
  const callers_memory frames(__builtin_frame_address(0));
  return come_to(body);
}

std::string in_the_callers_frame() {
  int rounds = 0;
  return asked_for_by_callee([&] { wait_counting(rounds, 5000); });
}

}  // namespace

engine_answers state_answers() {
  return {
      {"a count of chance failures in static data", counted_failures, "bounded"},
      {"the second loop at a line", second_loop_at_a_line, "bounded"},
      {"a count in the frame of the caller", in_the_callers_frame, "bounded"},
  };
}

}  // namespace suture::testing
