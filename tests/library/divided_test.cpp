// Checks that several workers or machines share come to what a lone one comes to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "library/suture.hpp"
#include "tests/library/bodies.hpp"

namespace suture {
namespace {

using testing::HasSubstr;

void more_increments() {
  sync::atomic<int> n{0};
  const auto add = [&] {
    for (int i = 0; i < 3; ++i) n.fetch_add(1);
  };
  sync::parallel(add, add, add);
}

// Fails in a few of its 1,680 executions only.
void seldom_wrong() {
  sync::atomic<int> n{0};
  int last = 0;
  const auto add = [&](int who) {
    for (int i = 0; i < 3; ++i) {
      if (n.fetch_add(1) == 8) last = who;
    }
  };
  sync::parallel([&] { add(1); }, [&] { add(2); }, [&] { add(3); });
  sync::check(last != 3 || n.load() != 9, "thread 3 is not the last");
}

void refcount_pairs() {
  sync::atomic<int> references{1};
  const auto use = [&] {
    for (int i = 0; i < 3; ++i) {
      references.add_unread(1, std::memory_order_relaxed);
      references.sub_and_test(1, std::memory_order_release);
    }
  };
  sync::parallel(use, use);
}

std::string told(const std::function<void()>& body, options how, unsigned jobs) {
  how.jobs = jobs;
  const result r = check(body, how);
  return r.to_string() + std::to_string(r.executions) + " " + std::to_string(r.events);
}

TEST(Divided, search_comes_to_the_same_with_any_number_of_workers) {
  for (const auto& body : {more_increments, seldom_wrong, leaking, published_relaxed}) {
    const std::string alone = told(body, {.strategy = "exhaustive"}, 1);
    EXPECT_EQ(told(body, {.strategy = "exhaustive"}, 2), alone);
    EXPECT_EQ(told(body, {.strategy = "exhaustive"}, 5), alone);
  }
}

TEST(Divided, sample_comes_to_the_same_with_any_number_of_workers) {
  const options how{.strategy = "random", .seed = 5, .max_executions = 3000};
  for (const auto& body : {more_increments, seldom_wrong, leaking, published_relaxed}) {
    const std::string alone = told(body, how, 1);
    EXPECT_EQ(told(body, how, 2), alone);
    EXPECT_EQ(told(body, how, 5), alone);
  }
}

TEST(Divided, sample_of_shards_is_the_whole_sample) {
  const options how{.strategy = "random", .max_executions = 900};
  const std::uint64_t events = check(more_increments, how).events;
  std::uint64_t in_parts = 0;
  for (std::uint32_t part = 1; part <= 3; ++part) {
    const result r = check(
        more_increments, {.strategy = "random", .max_executions = 300, .shard = part, .shards = 3});
    EXPECT_EQ(r.executions, 300U);
    in_parts += r.events;
  }
  EXPECT_EQ(in_parts, events);
}

TEST(Divided, search_of_shards_is_the_whole_search) {
  std::uint64_t executions = 0;
  for (std::uint32_t part = 1; part <= 3; ++part) {
    const result r = check(more_increments, {.strategy = "exhaustive", .shard = part, .shards = 3});
    EXPECT_EQ(r.verdict, verdict::part);
    EXPECT_THAT(r.guarantee,
                HasSubstr("every execution of part " + std::to_string(part) + " of 3"));
    executions += r.executions;
  }
  EXPECT_EQ(executions, 1680U);
}

TEST(Divided, search_finds_in_one_shard_what_the_whole_finds) {
  const result whole = check(seldom_wrong, {.strategy = "exhaustive"});
  ASSERT_EQ(whole.findings.size(), 1U);
  const result* first = nullptr;
  std::vector<result> parts;
  for (std::uint32_t part = 1; part <= 4; ++part) {
    parts.push_back(check(seldom_wrong, {.strategy = "exhaustive", .shard = part, .shards = 4}));
  }
  for (const result& r : parts) {
    if (r.findings.empty()) continue;
    if (first == nullptr || r.divided.found_in < first->divided.found_in) first = &r;
  }
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->findings.front().token, whole.findings.front().token);
}

TEST(Divided, bounded_search_cannot_be_cut_into_shards) {
  EXPECT_THROW(check(more_increments, {.strategy = "bounded:1", .shard = 1, .shards = 2}),
               std::invalid_argument);
  EXPECT_THROW(check(more_increments, {.shard = 3, .shards = 2}), std::invalid_argument);
  EXPECT_THROW(check(more_increments, {.shard = 0, .shards = 2}), std::invalid_argument);
}

TEST(Divided, exceptions_of_a_body_are_findings_for_every_worker) {
  const auto throws = [] { throw std::runtime_error("from the body"); };
  EXPECT_EQ(told(throws, {.strategy = "exhaustive"}, 4),
            told(throws, {.strategy = "exhaustive"}, 1));
}

TEST(Blind, refcount_changes_commute_unless_that_is_switched_off) {
  EXPECT_EQ(check(refcount_pairs, {.strategy = "exhaustive"}).executions, 1U);
  EXPECT_EQ(check(refcount_pairs, {.strategy = "exhaustive", .blind = false}).executions, 924U);
}

TEST(Coverage, says_what_the_runs_came_to) {
  const result r = check(more_increments, {.strategy = "exhaustive"});
  EXPECT_THAT(r.coverage(), HasSubstr("1680 executions; 31.0 operations a run, 31 in the longest"));
  EXPECT_GT(r.peak_bytes, 0U);
  EXPECT_GT(r.depth, 0U);
}

}  // namespace
}  // namespace suture
