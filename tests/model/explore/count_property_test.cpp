// The exhaustive search against every interleaving, on random programs of what is counted and of
// timed locks.
#include <gtest/gtest.h>

#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/explorer.hpp"
#include "tests/model/explore/count_interleavings.hpp"

namespace suture::testing {
namespace {

void expect_all_executions(const count_program& p) {
  const count_executions all = interleave(p);
  const std::unique_ptr<memory_model> sc = make_memory_model("sc");
  execution run(*sc, 0);
  exhaustive search(*sc);
  limits l;
  l.time_outs = 100;
  const exploration seen =
      explore(run, body_of(p), search, l, budget{.runs = 100'000, .stop_at_first = false});
  EXPECT_TRUE(seen.exhausted) << to_text(p);
  EXPECT_EQ(seen.counts.complete, all.complete) << to_text(p);
  EXPECT_EQ(seen.counts.blocked, all.blocked) << to_text(p);
  EXPECT_EQ(seen.counts.moot, 0U) << to_text(p);
  EXPECT_EQ(seen.counts.bounded, 0U) << to_text(p);
  EXPECT_FALSE(seen.found) << seen.found->message << to_text(p);
}

TEST(count_property, of_random_programs) {
  std::mt19937 random(20220901);
  for (int k = 0; k < 1500 && !HasFailure(); ++k) {
    expect_all_executions(draw_count_program(random));
  }
}

}  // namespace
}  // namespace suture::testing
