// Bodies that reach no operation, do not end, or end more than themselves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "library/suture.hpp"
#include "tests/library/bodies.hpp"

namespace suture {
namespace {

using steady = std::chrono::steady_clock;
using testing::HasSubstr;

std::string kind_of(const result& r) { return r.findings.empty() ? "" : r.findings.front().kind; }

volatile char sink = 0;

void compute_for_ever() {
  for (volatile bool on = true; on;) {
  }
}

double seconds_of(const std::function<void()>& work) {
  const auto begin = steady::now();
  work();
  return std::chrono::duration<double>(steady::now() - begin).count();
}

// Generous: the machine may have other things to do.
constexpr double patience = 20;

TEST(Standstill, keeps_to_the_time) {
  for (const char* strategy : {"portfolio", "exhaustive", "random", "bounded:1"}) {
    for (const unsigned jobs : {1U, 3U}) {
      result r;
      const double took = seconds_of([&] {
        r = check(compute_for_ever, {.strategy = strategy, .max_seconds = 0.3, .jobs = jobs});
      });
      EXPECT_LT(took, patience) << strategy << jobs;
      EXPECT_EQ(r.verdict, verdict::inconclusive) << strategy << jobs << r.to_string();
    }
  }
}

TEST(Standstill, that_time_cut_short_is_told) {
  const result r = check(
      [] {
        sync::atomic<int> n{0};
        n.store(1);
        compute_for_ever();
      },
      {.max_seconds = 0.3});
  EXPECT_THAT(r.guarantee, HasSubstr("the time was over while in the last run thread 0: runs on"));
  EXPECT_THAT(r.guarantee, HasSubstr("standstill_test.cpp:"));
}

TEST(Standstill, keeps_to_the_time_in_runs_of_many_operations) {
  const auto long_run = [] {
    sync::atomic<unsigned> n{0};
    const auto count = [&] {
      for (int i = 0; i < 50'000; ++i) n.fetch_add(1);
    };
    sync::parallel(count, count);
  };
  for (const char* strategy : {"portfolio", "exhaustive", "random"}) {
    result r;
    const double took =
        seconds_of([&] { r = check(long_run, {.strategy = strategy, .max_seconds = 1}); });
    EXPECT_LT(took, patience) << strategy;
    EXPECT_TRUE(r.findings.empty()) << r.to_string();
    EXPECT_NE(r.verdict, verdict::verified);
  }
}

TEST(Standstill, keeps_to_the_time_with_many_threads) {
  const auto many = [] {
    sync::atomic<unsigned> n{0};
    std::vector<sync::thread> all;
    for (int i = 0; i < 600; ++i) all.emplace_back([&] { n.fetch_add(1); });
    for (sync::thread& t : all) t.join();
  };
  result r;
  EXPECT_LT(seconds_of([&] { r = check(many, {.max_seconds = 1}); }), patience);
  EXPECT_TRUE(r.findings.empty()) << r.to_string();
}

TEST(Check, of_a_body_with_a_state_of_its_own_is_nondeterminism) {
  int runs = 0;
  const result failing = check([&] {
    ++runs;
    sync::check(runs < 2, "the first run");
  });
  EXPECT_EQ(kind_of(failing), "nondeterminism") << failing.to_string();
  bool filled = false;
  const result caching = check([&] {
    sync::atomic<int> n{0};
    if (!filled) n.store(1);
    filled = true;
    n.load();
  });
  EXPECT_EQ(kind_of(caching), "nondeterminism") << caching.to_string();
}

TEST(Check, says_how_many_plain_objects_were_watched) {
  const result none = check(atomic_increments);
  EXPECT_EQ(none.plain_objects, 0U);
  EXPECT_THAT(none.guarantee, HasSubstr("no plain objects watched for races"));
  const result two = check([] {
    sync::var<int> a{0}, b{0};
    a.set(b.get());
  });
  EXPECT_EQ(two.plain_objects, 2U);
  EXPECT_THAT(two.guarantee, HasSubstr("2 plain objects watched for races"));
}

TEST(Check, has_as_much_stack_as_it_is_given) {
  const auto body = [] {
    sync::thread t([] {
      volatile char frame[400 * 1024];
      frame[0] = 1;
      sink = frame[0];
    });
    t.join();
  };
  const result small = check(body);
  EXPECT_EQ(kind_of(small), "crash");
  EXPECT_EQ(kind_of(replay(body, small.findings.front().token)), "crash");
  EXPECT_EQ(check(body, {.stack_bytes = 1 << 20}).verdict, verdict::verified);
}

// The token knows how large the stacks were.
TEST(Check, writes_the_stack_into_its_token) {
  const auto body = [] {
    volatile char frame[400 * 1024];
    frame[0] = 1;
    sink = frame[0];
    sync::check(false, "got as far as this");
  };
  const result r = check(body, {.stack_bytes = 1 << 20});
  EXPECT_EQ(kind_of(r), "check");
  EXPECT_EQ(kind_of(replay(body, r.findings.front().token)), "check");
}

TEST(Check, does_not_let_the_body_end_the_process) {
  EXPECT_EQ(kind_of(check([] { std::exit(0); })), "crash");
  EXPECT_EQ(kind_of(check([] { std::thread([] {}).join(); })), "misuse");
}

// The inner check is the engine's own work: it may start threads, and its findings are its own.
TEST(Check, can_be_made_within_a_check) {
  for (const unsigned jobs : {1U, 2U}) {
    const result outer = check([&] {
      sync::atomic<int> n{0};
      const result inner = check(split_increments, {.strategy = "random", .jobs = jobs});
      sync::check(kind_of(inner) == "check", "the inner check finds what there is");
      sync::check(check([] { std::abort(); }).verdict == verdict::found, "a crash is the inner's");
      n.store(1);
    });
    EXPECT_EQ(outer.verdict, verdict::verified) << outer.to_string();
  }
}

// The choice among strategies does not depend on how fast the machine is.
TEST(Check, finds_the_same_whatever_the_time_as_long_as_it_suffices) {
  const auto found = [](double seconds) {
    const result r = check(published_relaxed, {.max_seconds = seconds});
    return r.findings.front().token + std::to_string(r.executions);
  };
  EXPECT_EQ(found(20), found(500));
}

}  // namespace
}  // namespace suture
