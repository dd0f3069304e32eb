#include "report/dot.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/sync/sync.hpp"
#include "tests/report/golden.hpp"
#include "tests/report/recorded_run.hpp"

namespace suture {
namespace {

using testing::HasSubstr;

std::string dot_of(const std::function<void()>& body, schedule decisions) {
  return look_at_run(body, std::move(decisions), report::to_dot);
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
