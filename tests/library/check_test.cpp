#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "library/suture.hpp"
#include "tests/library/bodies.hpp"

namespace suture {
namespace {

using testing::HasSubstr;

std::string kind_of(const result& r) { return r.findings.empty() ? "" : r.findings.front().kind; }

TEST(Check, verifies_what_is_sound) {
  for (const auto body : {atomic_increments, locked_increments}) {
    const result r = check(body);
    EXPECT_EQ(r.verdict, verdict::verified) << r.to_string();
    EXPECT_EQ(r.executions, 2U);
    EXPECT_TRUE(r.findings.empty());
    EXPECT_TRUE(r.explanation.empty());
    EXPECT_FALSE(r.sampled);
    EXPECT_THAT(r.guarantee, HasSubstr("every execution"));
  }
}

struct expectation {
  void (*body)();
  const char* kind;
};
constexpr expectation unsound[] = {{split_increments, "check"},
                                   {racy_increments, "race"},
                                   {leaking, "leak"},
                                   {deadlocking, "deadlock"},
                                   {published_relaxed, "check"}};

TEST(Check, finds_what_is_not_with_every_strategy) {
  for (const char* strategy : {"portfolio", "exhaustive", "random"}) {
    for (const expectation& e : unsound) {
      const result r = check(e.body, {.strategy = strategy});
      EXPECT_EQ(r.verdict, verdict::found) << r.to_string();
      EXPECT_EQ(kind_of(r), e.kind) << r.to_string();
      EXPECT_THAT(r.explanation, HasSubstr("thread 1"));
      EXPECT_THAT(r.explanation, HasSubstr(r.findings.front().token));
    }
  }
}

TEST(Check, tells_the_memory_models_apart) {
  EXPECT_EQ(check(published_relaxed, {.memory = "sc"}).verdict, verdict::verified);
  EXPECT_EQ(check(published_relaxed, {.memory = "rc11"}).verdict, verdict::found);
}

TEST(Check, that_samples_passes_and_verifies_nothing) {
  const result r = check(atomic_increments, {.strategy = "random", .max_executions = 100});
  EXPECT_EQ(r.verdict, verdict::passed);
  EXPECT_EQ(r.executions, 100U);
  EXPECT_TRUE(r.sampled);
  EXPECT_THAT(r.guarantee, HasSubstr("no proof"));
}

TEST(Check, that_samples_ends_without_a_limit) {
  const result r = check(atomic_increments, {.strategy = "random", .max_seconds = 0});
  EXPECT_EQ(r.executions, 10'000U);
}

TEST(Check, keeps_to_a_number_of_executions) {
  for (const char* strategy : {"portfolio", "exhaustive", "random"}) {
    const result r = check(many_increments, {.strategy = strategy, .max_executions = 101});
    const bool searches = std::string_view(strategy) == "exhaustive";
    EXPECT_EQ(r.verdict, searches ? verdict::bounded : verdict::passed) << strategy;
    EXPECT_FALSE(r.exhausted) << strategy;
    EXPECT_LE(r.executions + r.blocked, 102U) << strategy;
    EXPECT_GE(r.executions + r.blocked, 100U) << strategy;
  }
}

TEST(Check, keeps_to_a_time) {
  const result r =
      check(many_increments,
            {.strategy = "random", .max_executions = ~std::uint64_t{0}, .max_seconds = 0.05});
  EXPECT_EQ(r.verdict, verdict::passed);
  EXPECT_LT(r.seconds, 5);
}

TEST(Check, without_a_complete_run_is_inconclusive) {
  const result r = check([] { sync::assume(false); });
  EXPECT_EQ(r.verdict, verdict::inconclusive) << r.to_string();
}

TEST(Check, makes_the_same_runs_with_the_same_seed) {
  const auto text = [](std::uint64_t seed) {
    return check(leaking, {.strategy = "random", .seed = seed}).to_string();
  };
  EXPECT_EQ(text(7), text(7));
}

TEST(Check, with_several_jobs_finds_the_same_each_time) {
  const options how{.strategy = "random", .seed = 3, .jobs = 4};
  const result first = check(published_relaxed, how);
  EXPECT_EQ(first.verdict, verdict::found);
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(check(published_relaxed, how).to_string(), first.to_string());
}

TEST(Check, with_several_jobs_makes_as_many_runs) {
  const result r =
      check(atomic_increments, {.strategy = "random", .max_executions = 1001, .jobs = 3});
  EXPECT_EQ(r.executions, 1001U);
}

TEST(Check, can_go_on_in_many_threads_at_once) {
  std::vector<std::string> texts(8);
  {
    std::vector<std::jthread> all;
    for (std::string& text : texts) {
      all.emplace_back([&text] { text = check(leaking).to_string(); });
    }
  }
  for (const std::string& text : texts) EXPECT_EQ(text, texts.front());
}

TEST(Check, takes_a_name_for_reports_and_tokens) {
  const result r = check(leaking, {.name = "my.test"});
  EXPECT_THAT(r.explanation, testing::StartsWith("my.test  "));
  EXPECT_THAT(r.findings.front().token, testing::StartsWith("suture1.my.test."));
}

TEST(Check, explores_the_failure_of_allocations) {
  const auto body = [] {
    void* const p = sync::allocate(8);
    sync::check(p != nullptr, "there is memory");
    sync::deallocate(p);
  };
  EXPECT_EQ(check(body).verdict, verdict::verified);
  EXPECT_EQ(kind_of(check(body, {.allocation_failures = 1})), "check");
}

TEST(Check, uses_memory_again_where_that_is_asked_for) {
  const auto body = [] {
    void* const p = sync::allocate(8);
    sync::deallocate(p);
    void* const q = sync::allocate(8);
    sync::check(p != q, "a fresh address");
    sync::deallocate(q);
  };
  EXPECT_EQ(check(body).verdict, verdict::verified);
  EXPECT_EQ(kind_of(check(body, {.reuse = "lifo"})), "check");
}

TEST(Check, of_a_run_without_end_finds_a_timeout) {
  const auto body = [] {
    sync::atomic<int> n{0};
    for (;;) n.fetch_add(1);
  };
  const result r = check(body, {.strategy = "random", .max_events = 1000});
  EXPECT_EQ(kind_of(r), "timeout");
  EXPECT_THAT(r.explanation, HasSubstr("more rounds of the last step"));
}

TEST(Check, may_go_on_inside_of_a_run_and_take_each_time_another_number_of_runs) {
  std::uint64_t times = 0;
  const result r = check([&] {
    options inner;
    inner.strategy = "random";
    inner.max_executions = ++times;
    check(locked_increments, inner);
  });
  EXPECT_EQ(r.verdict, verdict::verified) << r.to_string();
  EXPECT_GT(times, 1U);
}

TEST(Check, turns_crashes_into_findings) {
  const auto thrown = [] { throw std::runtime_error("no such key"); };
  EXPECT_EQ(kind_of(check(thrown)), "exception");
  EXPECT_THAT(check(thrown).explanation, HasSubstr("no such key"));
  EXPECT_EQ(kind_of(check([] { std::abort(); })), "crash");
  EXPECT_EQ(check(atomic_increments).verdict, verdict::verified);
}

}  // namespace
}  // namespace suture
