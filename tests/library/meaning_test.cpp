// What it means that a check has found nothing, on programs whose orders can be counted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "library/suture.hpp"
#include "model/explore/unseen.hpp"
#include "tests/library/bodies.hpp"

namespace suture {
namespace {

using testing::HasSubstr;

// Two threads with `n` increments each: (2n over n) orders.
std::function<void()> increments(int n, int threads = 2) {
  return [n, threads] {
    sync::atomic<int> a{0};
    std::vector<sync::thread> all;
    for (int t = 0; t < threads; ++t) {
      all.emplace_back([&] {
        for (int i = 0; i < n; ++i) a.fetch_add(1);
      });
    }
    for (sync::thread& t : all) t.join();
  };
}

pass_meaning of(const std::function<void()>& body, std::uint64_t runs,
                const std::string& strategy = "random", unsigned jobs = 1) {
  return check(body, {.strategy = strategy, .max_executions = runs, .max_seconds = 0, .jobs = jobs})
      .meaning;
}

TEST(Meaning, where_all_orders_were_seen_nothing_is_unseen) {
  const pass_meaning m = of(increments(1), 500);
  EXPECT_FALSE(m.exhaustive);
  EXPECT_EQ(m.runs, 500U);
  EXPECT_EQ(m.orders, 2U);
  EXPECT_EQ(m.once, 0U);
  EXPECT_DOUBLE_EQ(m.unseen, 0);
  EXPECT_DOUBLE_EQ(m.unseen_low, 0);
  EXPECT_DOUBLE_EQ(m.unseen_high, 3.0 / 500);
}

TEST(Meaning, orders_are_what_the_search_counts_as_executions) {
  const std::function<void()> bodies[] = {increments(2), increments(1, 3), atomic_increments,
                                          locked_increments};
  for (const auto& body : bodies) {
    const result all = check(body, {.strategy = "exhaustive"});
    ASSERT_EQ(all.verdict, verdict::verified);
    EXPECT_EQ(of(body, 2000).orders, all.executions);
    EXPECT_EQ(of(body, 2000, "pos").orders, all.executions);
  }
}

TEST(Meaning, of_a_wide_program_most_is_unseen) {
  const pass_meaning m = of(increments(8, 4), 1000);
  EXPECT_EQ(m.runs, 1000U);
  EXPECT_GT(m.orders, 950U);
  EXPECT_GT(m.unseen, 0.9);
  EXPECT_LE(m.unseen_high, 1);
  EXPECT_LE(m.unseen_low, 0.997);
}

TEST(Meaning, of_a_proof_is_that_nothing_is_unseen) {
  const result r = check(increments(2), {.strategy = "exhaustive"});
  EXPECT_TRUE(r.meaning.exhaustive);
  EXPECT_EQ(r.meaning.orders, 6U);
  EXPECT_DOUBLE_EQ(r.meaning.unseen_high, 0);
  EXPECT_THAT(r.to_string(), HasSubstr("6 partial orders, each in one execution; none is unseen"));
}

TEST(Meaning, is_there_only_where_nothing_was_found) {
  const result r = check(racy_increments, {.strategy = "random"});
  ASSERT_EQ(r.verdict, verdict::found);
  EXPECT_EQ(to_words(r.meaning), "");
}

TEST(Meaning, no_more_runs_are_looked_at_than_stated) {
  EXPECT_EQ(of(increments(1), 5000).runs, 2000U);
}

TEST(Meaning, is_the_same_with_any_number_of_workers) {
  const std::string alone = to_words(of(increments(3, 3), 3000));
  EXPECT_EQ(to_words(of(increments(3, 3), 3000, "random", 3)), alone);
  EXPECT_EQ(to_words(of(increments(3, 3), 3000)), alone);
}

TEST(Meaning, of_pct_has_its_bound) {
  const pass_meaning m = of(increments(2), 400, "pct:2");
  EXPECT_EQ(m.pct_depth, 2U);
  EXPECT_EQ(m.pct_threads, 3U);
  EXPECT_NEAR(m.pct_missed, missed_by_chance(1.0 / (3.0 * m.pct_steps), 400), 1e-12);
  EXPECT_THAT(to_words(m), HasSubstr("a bug of depth 2 in the interleavings of 3 threads"));
  EXPECT_EQ(of(increments(2), 400).pct_depth, 0U);
}

// By hand: f1 = 10, f2 = 5, n = 100; 1.96 · sqrt(10 · 0.9 + 2 · 5) / 100 = 0.0854.
TEST(Unseen, by_good_and_turing_with_estys_interval) {
  const unseen_mass m = unseen_after(100, 10, 5);
  EXPECT_DOUBLE_EQ(m.about, 0.1);
  EXPECT_NEAR(m.low, 0.1 - 0.08543, 1e-5);
  EXPECT_NEAR(m.high, 0.1 + 0.08543, 1e-5);
  EXPECT_DOUBLE_EQ(unseen_after(1000, 0, 0).high, 0.003);  // the rule of three
  EXPECT_DOUBLE_EQ(unseen_after(0, 0, 0).high, 1);
  EXPECT_DOUBLE_EQ(unseen_after(10, 10, 0).about, 1);
}

TEST(Unseen, says_how_many_clean_runs_are_credible) {
  EXPECT_EQ(runs_until_credible(0.01), 299U);
  EXPECT_LE(missed_by_chance(0.01, 299), 0.05);
  EXPECT_GT(missed_by_chance(0.01, 298), 0.05);
  EXPECT_EQ(runs_until_credible(1), 1U);
  EXPECT_DOUBLE_EQ(pct_bound(2, 10, 2), 0.05);
}

}  // namespace
}  // namespace suture
