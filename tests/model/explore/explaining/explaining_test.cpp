#include <gtest/gtest.h>

#include "checkers/standard.hpp"
#include "model/explore/explaining/critical_pair.hpp"
#include "model/explore/explaining/prefixes.hpp"
#include "model/explore/explorer.hpp"
#include "model/explore/replay.hpp"
#include "model/explore/sampling/random_walk.hpp"
#include "model/explore/shrinking/attempt.hpp"
#include "model/sync/sync.hpp"

namespace suture {
namespace {

class Explaining : public testing::Test {
 protected:
  Explaining() { checkers_.attach(run_); }

  // A failing run of the body, and its plan.
  attempt failing(const std::function<void()>& body) {
    random_walk walk(1, *model_);
    const exploration made = explore(run_, body, walk, limits_, {.runs = 1000}, {});
    EXPECT_TRUE(made.found);
    const shrunk s = shrink(run_, body, limits_, made.decisions);
    replay again(s.decisions);
    return attempt_of(run_, body, limits_, again, *again.next_run());
  }

  std::unique_ptr<memory_model> model_ = make_memory_model("sc");
  execution run_{*model_, 0};
  standard_checkers checkers_;
  limits limits_;
};

void lost_update() {
  sync::atomic<int> n{0};
  const auto increment = [&] { n.store(n.load() + 1); };
  sync::parallel(increment, increment);
  sync::check(n.load() == 2, "both increments count");
}

// One thread loads before the other stores: that order is what loses the update.
TEST_F(Explaining, names_the_load_and_the_store_of_a_lost_update) {
  const attempt a = failing(lost_update);
  const auto pair = find_critical_pair(run_, lost_update, limits_, a.carried_out);
  ASSERT_TRUE(pair);
  EXPECT_TRUE(pair->what_first.is_read());
  EXPECT_TRUE(pair->what_second.is_write());
  EXPECT_NE(pair->first.thread, pair->second.thread);
  EXPECT_FALSE(pair->to_the_finding);
  EXPECT_TRUE(passes_swapped(run_, lost_update, limits_, a.carried_out, pair->first, pair->second));
}

TEST_F(Explaining, names_the_locks_of_a_deadlock) {
  const auto crossed = [] {
    sync::mutex a, b;
    const auto both = [](sync::mutex& one, sync::mutex& other) {
      const sync::lock_guard<sync::mutex> first(one);
      const sync::lock_guard<sync::mutex> second(other);
    };
    sync::parallel([&] { both(a, b); }, [&] { both(b, a); });
  };
  const attempt a = failing(crossed);
  const auto pair = find_critical_pair(run_, crossed, limits_, a.carried_out);
  ASSERT_TRUE(pair);
  EXPECT_TRUE(pair->what_first.has(event_flag::lock));
  EXPECT_TRUE(pair->what_second.has(event_flag::lock));
  EXPECT_EQ(pair->what_first.location, pair->what_second.location);
}

TEST_F(Explaining, names_none_where_no_order_passes) {
  const auto never = [] {
    sync::atomic<int> n{0};
    sync::parallel([&] { n.fetch_add(1); }, [&] { n.fetch_add(1); });
    sync::check(n.load() == 3, "three of two");
  };
  const attempt a = failing(never);
  EXPECT_FALSE(find_critical_pair(run_, never, limits_, a.carried_out));
}

TEST_F(Explaining, a_pair_that_does_not_matter_does_not_pass) {
  const attempt a = failing(lost_update);
  // The two loads: whichever comes first, both read 0.
  EXPECT_FALSE(passes_swapped(run_, lost_update, limits_, a.carried_out, {1, 1}, {2, 1}) &&
               passes_swapped(run_, lost_update, limits_, a.carried_out, {2, 1}, {1, 1}));
}

TEST_F(Explaining, estimates_how_the_chance_to_fail_grows) {
  const attempt a = failing(lost_update);
  constexpr std::uint32_t questions = 12;  // more than there are
  const auto all = estimate_prefixes(run_, lost_update, limits_, a.decisions, questions);
  ASSERT_GE(all.size(), 2U);
  EXPECT_EQ(all.front().decisions, 0U);
  EXPECT_TRUE(all.front().can_pass());
  EXPECT_EQ(all.back().failed, all.back().walks);
  EXPECT_FALSE(all.back().can_pass());
  const std::size_t jump = largest_jump(all);
  ASSERT_GT(jump, 0U);
  EXPECT_EQ(all[jump].decisions, all[jump - 1].decisions + 1);
  const auto again = estimate_prefixes(run_, lost_update, limits_, a.decisions, questions);
  ASSERT_EQ(again.size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(again[i].failed, all[i].failed);
}

TEST(LargestJump, is_the_steepest_step) {
  const auto at = [](std::uint32_t k, std::uint32_t failed) {
    return prefix_estimate{k, 10, failed, false};
  };
  EXPECT_EQ(largest_jump({at(0, 1), at(1, 2), at(2, 9), at(3, 10)}), 2U);
  EXPECT_EQ(largest_jump({at(0, 10), at(1, 10)}), 0U);
  EXPECT_EQ(largest_jump({}), 0U);
}

}  // namespace
}  // namespace suture
