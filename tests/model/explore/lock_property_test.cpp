// The exhaustive search against every interleaving, on random programs of try_lock and shared
// locks.
#include <gtest/gtest.h>

#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/explorer.hpp"
#include "tests/model/explore/lock_interleavings.hpp"

namespace suture::testing {
namespace {

exploration search_all(const lock_program& p) {
  const std::unique_ptr<memory_model> sc = make_memory_model("sc");
  execution run(*sc, 0);
  exhaustive search(*sc);
  return explore(run, body_of(p), search, limits{},
                 budget{.runs = 100'000, .stop_at_first = false});
}

void expect_all_executions(const lock_program& p) {
  const lock_executions all = interleave(p);
  const exploration seen = search_all(p);
  EXPECT_TRUE(seen.exhausted) << to_text(p);
  EXPECT_EQ(seen.counts.complete, all.complete) << to_text(p);
  EXPECT_EQ(seen.counts.blocked, all.blocked) << to_text(p);
  EXPECT_EQ(seen.counts.moot, 0U) << to_text(p);
  EXPECT_FALSE(seen.found) << seen.found->message << to_text(p);
}

TEST(lock_property, of_random_programs) {
  std::mt19937 random(20150615);
  for (int k = 0; k < 1500 && !HasFailure(); ++k) {
    expect_all_executions(draw_lock_program(random));
  }
}

// A try_lock that displaces a waiting lock must not be dropped for a later revisit.
TEST(lock_property, of_a_lock_displaced_by_a_try_lock) {
  using enum lock_action;
  expect_all_executions({{{try_lock, 0}, {unlock, 0}, {lock, 0}, {unlock, 0}},
                         {{lock, 1}, {unlock, 1}},
                         {{lock, 1}, {try_lock, 0}, {unlock, 0}, {unlock, 1}}});
}

}  // namespace
}  // namespace suture::testing
