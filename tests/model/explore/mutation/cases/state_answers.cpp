// States of loops that are on nobody's stack: whether a search that meets them calls itself whole.
#include "model/execution/state_elsewhere.hpp"
#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/explorer.hpp"
#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

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

void spin(atomic_int& on, int& patience, bool& gave_up) {
  while (on.load() == 0) {
    if (patience > 0 && --patience == 0) {
      gave_up = true;
      return;
    }
  }
}

std::string second_loop_at_a_line() {
  static int for_ever = 0, some = 0;
  return come_to([] {
    for_ever = 0;
    some = 90;
    atomic_int first{0}, second{0};
    bool gave_up = false;
    sync::parallel([&] { spin(first, for_ever, gave_up); }, [&] { spin(second, some, gave_up); },
                   [&] {
                     first.store(1);
                     second.store(1);
                   });
    sync::check(!gave_up, "nobody gives up");
  });
}

// As suture::check does.
[[gnu::noinline]] std::string asked_for_by_callee(const std::function<void()>& body) {
  const callers_memory frames(__builtin_frame_address(0));
  return come_to(body);
}

std::string in_the_callers_frame() {
  int rounds = 0;
  return asked_for_by_callee([&] {
    rounds = 0;
    atomic_int flag{0};
    bool gave_up = false;
    sync::parallel(
        [&] {
          while (flag.load() == 0 && !gave_up) gave_up = ++rounds == 5000;
        },
        [&] { flag.store(1); });
    sync::check(!gave_up, "nobody gives up");
  });
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
