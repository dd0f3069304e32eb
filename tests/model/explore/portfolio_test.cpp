// What the portfolio uses, and what it claims.
#include "model/explore/portfolio.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "model/sync/sync.hpp"
#include "tests/support/counting.hpp"

namespace suture::testing {
namespace {

using ::testing::AnyOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::StartsWith;

portfolio_result explore_all(const std::function<void()>& body, const budget& b,
                             const portfolio_options& options = {}, const limits& l = {}) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  return explore_portfolio(run, body, l, b, options);
}

std::function<void()> increments(unsigned threads, unsigned each) {
  return [=] {
    sync::atomic<unsigned> x{0};
    run_threads(threads, [&](unsigned) {
      for (unsigned i = 0; i < each; ++i) x.fetch_add(1);
    });
  };
}

TEST(portfolio, verifies_what_is_small) {
  const portfolio_result r = explore_all(increments(3, 2), {1000, 10});
  EXPECT_TRUE(r.verified);
  EXPECT_TRUE(r.explored.exhausted);
  EXPECT_EQ(r.used, "exhaustive");
  EXPECT_EQ(r.guarantee, "every execution (90 runs)");
}

TEST(portfolio, goes_on_with_the_search_where_the_estimate_fits) {
  const portfolio_result r = explore_all(increments(3, 4), {100'000, 0});
  EXPECT_TRUE(r.verified);
  EXPECT_EQ(r.explored.counts.complete, 34'650U);
  EXPECT_EQ(r.used, "exhaustive");
}

TEST(portfolio, samples_what_is_too_large) {
  const portfolio_result r = explore_all(increments(4, 4), {20'000, 0});  // 63,063,000
  EXPECT_FALSE(r.verified);
  EXPECT_FALSE(r.explored.exhausted);
  EXPECT_EQ(r.used, "bounded:2, mixture");
  EXPECT_THAT(r.guarantee, StartsWith("every execution with at most 2 preemptions, and "));
  EXPECT_THAT(r.guarantee,
              HasSubstr("a sample and no proof; every execution would take more than 2000"));
  EXPECT_THAT(r.guarantee, HasSubstr("more than the budget"));
  EXPECT_EQ(r.explored.counts.runs(), 20'000U);
  const portfolio_result again = explore_all(increments(4, 4), {20'000, 0});
  EXPECT_EQ(again.guarantee, r.guarantee);
}

TEST(portfolio, keeps_to_a_budget_of_time) {
  const portfolio_result r = explore_all(increments(5, 5), {0, 2});
  EXPECT_FALSE(r.verified);
  EXPECT_THAT(r.used, HasSubstr("mixture"));
  EXPECT_LT(r.explored.counts.seconds, 10);
}

// The first runs of the search leave the last thread's operations for last, and a search in order
// comes to where they are first after thousands of runs. Any random run in six sees it.
TEST(portfolio, looks_about_before_it_searches) {
  const auto early = [] {
    sync::atomic<unsigned> x{0};
    bool first = false;
    run_threads(5, [&](unsigned t) {
      for (unsigned i = 0; i < 4; ++i) {
        if (x.fetch_add(1) == 0 && t == 4) first = true;
      }
    });
    sync::check(!first, "the last thread comes first");
  };
  const portfolio_result r = explore_all(early, {0, 30});
  ASSERT_TRUE(r.explored.found);
  EXPECT_EQ(r.used, "mixture");
  EXPECT_LE(r.found_in, 200U);
  EXPECT_EQ(r.explored.counts.runs(), r.found_in);
  const portfolio_result again = explore_all(early, {0, 3000});
  EXPECT_EQ(again.found_in, r.found_in);
  EXPECT_EQ(again.explored.decisions, r.explored.decisions);
}

TEST(portfolio, uses_its_whole_time) {
  const portfolio_result r = explore_all(increments(5, 5), {0, 1.5});
  EXPECT_GE(r.explored.counts.seconds, 1.2);
  EXPECT_THAT(r.used, HasSubstr("mixture"));
}

// What was explored and what is estimated never contradict each other.
TEST(portfolio, bounds_its_estimate_by_what_it_explored) {
  const portfolio_result r = explore_all(increments(3, 5), {50'000, 0});  // 756,756
  EXPECT_FALSE(r.verified);
  EXPECT_THAT(r.guarantee, HasSubstr("every execution would take "));
  EXPECT_THAT(r.guarantee, HasSubstr("more than the budget"));
}

TEST(portfolio, keeps_to_its_time_in_a_body_that_reaches_no_operation) {
  const auto computes = [] {
    for (volatile bool on = true; on;) {
    }
  };
  const portfolio_result r = explore_all(computes, {0, 0.5});
  EXPECT_FALSE(r.explored.found);
  EXPECT_FALSE(r.verified);
  EXPECT_EQ(r.explored.counts.runs(), 0U);
  EXPECT_LT(r.explored.counts.seconds, 8);
  EXPECT_THAT(r.explored.stuck_at, HasSubstr("thread 0: runs on without reaching another"));
}

TEST(portfolio, keeps_to_its_time_in_long_runs) {
  const portfolio_result r = explore_all(increments(2, 20'000), {0, 1});
  EXPECT_FALSE(r.explored.found);
  EXPECT_FALSE(r.verified);
  EXPECT_LT(r.explored.counts.seconds, 6);
}

TEST(portfolio, says_which_strategy_found_what_it_found) {
  const auto lost = [] {
    sync::atomic<int> x{0};
    run_threads(2, [&](unsigned) { x.store(x.load() + 1); });
    sync::check(x.load() == 2, "an increment is lost");
  };
  const portfolio_result r = explore_all(lost, {});
  ASSERT_TRUE(r.explored.found);
  EXPECT_EQ(r.explored.found->message, "an increment is lost");
  EXPECT_FALSE(r.verified);
  EXPECT_EQ(r.used, "exhaustive");
  EXPECT_THAT(r.guarantee, StartsWith("found by exhaustive in run "));
}

// Rounds are counted where they read. A compiler may write the first round out by itself, at a
// place of its own, which makes one more.
TEST(portfolio, never_calls_verified_what_a_bound_cut_off) {
  const auto spinning = [] {
    sync::atomic<int> flag{0};
    volatile int rounds = 0;
    sync::parallel(
        [&] {
          int n = 0;
          while (flag.load() == 0) ++n;
          rounds = n;
        },
        [&] { flag.store(1); });
  };
  const portfolio_result r = explore_all(spinning, {});
  EXPECT_FALSE(r.verified);
  EXPECT_TRUE(r.explored.exhausted);
  EXPECT_EQ(r.explored.counts.bounded, 1U);
  EXPECT_THAT(r.explored.counts.complete, AnyOf(65U, 66U));
  EXPECT_THAT(r.guarantee,
              ContainsRegex("which cut off 1 of 6[67] runs: 200000 events, 64 rounds"));
  EXPECT_THAT(r.guarantee, HasSubstr("a loop that counts"));
  limits few;
  few.spins = 3;
  EXPECT_THAT(explore_all(spinning, {}, {}, few).explored.counts.complete, AnyOf(4U, 5U));
}

TEST(portfolio, looks_about_where_a_bound_has_cut_off_something) {
  const auto impatient = [] {
    sync::atomic<int> flag{0};
    int looks = 0;
    sync::parallel(
        [&] {
          while (flag.load() == 0 && looks < 10) ++looks;
        },
        [&] { flag.store(1); });
    sync::check(looks < 10, "ten looks suffice");
  };
  limits few;
  few.spins = 3;
  const portfolio_result r = explore_all(impatient, {}, {}, few);
  ASSERT_TRUE(r.explored.found);
  EXPECT_EQ(r.explored.found->kind, "check");
  EXPECT_EQ(r.used, "mixture");
  EXPECT_FALSE(r.verified);
}

// The run in which the time is over is not made again, so what would follow it has not been seen.
TEST(portfolio, never_calls_verified_what_its_time_cut_off) {
  const auto slow = [] {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(300);
    while (std::chrono::steady_clock::now() < until) {
    }
    sync::check(sync::choose(2) == 0, "the second choice");
  };
  const portfolio_result r = explore_all(slow, {.seconds = 0.2});
  EXPECT_FALSE(r.verified);
}

// A loop that does more rounds than limits::spins is not taken for an endless one.
TEST(portfolio, follows_loops_that_end_by_themselves) {
  const auto counted = [] {
    sync::atomic<int> flag{0}, done{0};
    sync::parallel(
        [&] {
          for (int i = 0; i < 200; ++i) flag.load();
          done.store(1);
        },
        [&] {
          while (done.load() == 0) {
          }
        });
  };
  const auto rules = make_memory_model("rc11");
  execution run(*rules, 0);
  const portfolio_result r = explore_portfolio(run, counted, limits{}, budget{2000, 0});
  EXPECT_FALSE(r.explored.found) << r.explored.found->message;
  EXPECT_FALSE(r.verified);
}

TEST(portfolio, reports_a_loop_that_nobody_ends) {
  const auto endless = [] {
    sync::atomic<int> flag{0};
    sync::parallel(
        [&] {
          while (flag.load() == 0) {
          }
        },
        [] {});
  };
  const portfolio_result r = explore_all(endless, {});
  EXPECT_EQ(r.explored.counts.blocked, 1U);
  EXPECT_EQ(r.explored.counts.runs(), 1U);
  EXPECT_FALSE(r.verified);
}

}  // namespace
}  // namespace suture::testing
