#include "report/dot.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkers/standard.hpp"
#include "model/explore/replay.hpp"
#include "model/sync/sync.hpp"
#include "report/trace_recorder.hpp"
#include "tests/report/golden.hpp"

namespace suture {
namespace {

using testing::HasSubstr;

std::string dot_of(const std::function<void()>& body, schedule decisions) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  report::trace_recorder recorder;
  recorder.attach(run);
  standard_checkers checkers;
  checkers.attach(run);
  replay follow(std::move(decisions));
  run.run(body, *follow.next_run(), follow, limits{});
  const report::trace t = recorder.take(run);
  return report::to_dot(run, t);
}

// Publishes by a release, misses one of two writes, and races on plain data besides.
void everything() {
  sync::atomic<int> flag{0}, n{0};
  sync::var<int> data{0};
  sync::label(flag, "flag");
  sync::label(n, "n");
  sync::label(data, "data");
  sync::parallel(
      [&] {
        n.store(1, std::memory_order_relaxed);
        n.store(2, std::memory_order_relaxed);
        flag.fetch_add(1, std::memory_order_release);
        data.set(1);
      },
      [&] {
        n.load(std::memory_order_relaxed);
        flag.load(std::memory_order_acquire);
        data.get();
      });
}

TEST(Dot, has_every_edge_and_marks_the_race) {
  const std::string dot = dot_of(everything, {{0, 1}, {6, 2}});
  expect_golden("graph", dot);
  EXPECT_EQ(dot, dot_of(everything, {{0, 1}, {6, 2}}));
  for (const char* edge : {"label=po", "label=rf", "label=mo", "label=fr", "label=sw"}) {
    EXPECT_THAT(dot, HasSubstr(edge));
  }
  EXPECT_THAT(dot, HasSubstr("color=red"));
}

TEST(Dot, escapes_what_it_is_given) {
  const std::string dot = dot_of(
      [] {
        sync::name_thread("a\"]; b [label=\"");
        sync::note("back\\slash\nand more");
      },
      {});
  EXPECT_THAT(dot, HasSubstr(R"x(label="main (a\"]; b [label=\")";)x"));
  EXPECT_THAT(dot, HasSubstr(R"(back\\slash\\nand more)"));
}

}  // namespace
}  // namespace suture
