// What run() promises beside its verdict.
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <thread>

#include "model/sync/sanitizers.hpp"
#include "tests/model/sync/face.hpp"
#include "tests/model/sync/relacy_bodies.hpp"

namespace {

using namespace relacy_bodies;

void expect_passed(const std::function<void()>& body, unsigned threads, scheduler s) {
  const run_result result = run(body, threads, s);
  EXPECT_FALSE(result.failed) << result.kind << ": " << result.message;
}

TEST(relacy_run, the_whole_face) {
  for (const scheduler s : schedulers) {
    expect_passed(face::use_in_one_thread, 1, s);
    expect_passed(face::use_threads, 2, s);
    expect_passed(face::use_timed_sleep, 1, s);
    expect_passed(face::use_futex, 1, s);
    expect_passed(face::use_atomic_waits, 1, s);
    expect_passed(face::use_thread_ends, 1, s);
    expect_passed(face::use_stopping, 1, s);
    expect_passed(face::use_ends_of_threads, 1, s);
    expect_passed(face::use_parker, 1, s);
    expect_passed(face::use_the_rest, 1, s);
  }
}

// Made of monitors: too many steps for the searches to come to an end.
TEST(relacy_run, what_is_counted) { expect_passed(face::use_counts, 2, scheduler::random); }

TEST(relacy_run, a_budget_ends_an_incomplete_search) {
  run_options options;
  options.iterations = 5;
  for (const scheduler s : schedulers) {
    options.scheduler = s;
    const run_result result = suture::relacy::run(atomic_counter, 2, options);
    EXPECT_EQ(result.iterations, 5U);
    EXPECT_FALSE(result.failed || result.complete);
  }
}

TEST(relacy_run, a_deadline_ends_a_search) {
  run_options options;
  options.iterations = ~std::uint64_t{0};
  options.seconds = 0.05;
  const run_result result = suture::relacy::run(atomic_counter, 2, options);
  EXPECT_FALSE(result.failed || result.complete);
  EXPECT_GT(result.iterations, 64U);
}

TEST(relacy_run, a_seed_repeats_and_another_differs) {
  auto first_failure = [](std::uint64_t seed) {
    run_options options;
    options.seed = seed;
    return suture::relacy::run(
               [] {
                 sync::atomic<std::uint32_t> sum{0};
                 auto add = [&] { sum += sync::choose(64); };
                 sync::parallel(add, add);
                 sync::check(sum.load() != 77, "one in a hundred");
               },
               2, options)
        .iterations;
  };
  EXPECT_EQ(first_failure(3), first_failure(3));
  EXPECT_NE(first_failure(3), first_failure(4));
}

TEST(relacy_run, a_check_is_reported_in_its_own_words) {
  const run_result result =
      run([] { sync::check(false, std::string("the moon")); }, 1, scheduler::random);
  EXPECT_EQ(result.kind, "check");
  EXPECT_EQ(result.iterations, 1U);
  EXPECT_NE(result.message.find("the moon at "), std::string::npos);
  EXPECT_NE(result.message.find("relacy_run_test.cpp:"), std::string::npos);
}

TEST(relacy_run, every_choice_is_tried) {
  unsigned seen = 0;
  const run_result result = run([&] { seen |= 1U << sync::choose(5); }, 1, scheduler::full);
  EXPECT_TRUE(result.complete);
  EXPECT_EQ(seen, 31U);
  EXPECT_EQ(result.iterations, 5U);
}

TEST(relacy_run, a_failed_assumption_skips_the_execution_and_no_other) {
  for (const scheduler s : {scheduler::bounded, scheduler::full}) {
    unsigned seen = 0;
    const auto body = [&] {
      const std::uint32_t a = sync::choose(3);
      sync::atomic<int> n{0};
      sync::parallel([&] { sync::assume(sync::choose(3) != a); }, [&] { ++n; });
      sync::check(n.load() == 1, "the other thread has run");
      seen |= 1U << a;
    };
    const run_result result = run(body, 2, s);
    EXPECT_FALSE(result.failed) << result.message;
    EXPECT_TRUE(result.complete);
    EXPECT_EQ(seen, 7U);
  }
  EXPECT_TRUE(run([] { sync::assume(false); }, 1, scheduler::full).complete);
  const run_result random = run([] { sync::assume(sync::choose(2) == 0); }, 1, scheduler::random);
  EXPECT_FALSE(random.failed);
  EXPECT_EQ(random.iterations, 20'000U);
}

TEST(relacy_run, an_exception_is_a_finding) {
  const auto body = [] { sync::parallel([] { throw std::runtime_error("spilled"); }); };
  const run_result result = run(body, 1, scheduler::full);
  EXPECT_EQ(result.kind, "exception");
  EXPECT_EQ(result.message, "spilled");

  const auto leaving = [] {
    const sync::thread left([] {});
    throw std::runtime_error("on its way out");
  };
  EXPECT_EQ(run(leaving, 1, scheduler::full).message, "on its way out");
}

TEST(relacy_run, exceptions_stay_with_their_thread) {
  const auto body = [] {
    sync::atomic<int> steps{0};
    auto thrower = [&](const std::string& mine) {
      try {
        steps.fetch_add(1);
        throw std::runtime_error(mine);
      } catch (const std::exception&) {
        steps.fetch_add(1);  // the other thread runs, and throws, while this one is caught
        try {
          throw;
        } catch (const std::exception& again) {
          sync::check(again.what() == mine, "the exception is the thread's own");
        }
      }
    };
    sync::parallel([&] { thrower("left"); }, [&] { thrower("right"); });
    sync::check(std::uncaught_exceptions() == 0, "all are caught");
  };
  for (const scheduler s : schedulers) expect_passed(body, 2, s);
}

TEST(relacy_run, a_run_inside_of_a_handler_leaves_its_exception_alone) {
  try {
    throw std::runtime_error("outer");
  } catch (const std::exception&) {
    run(racy_counter, 2, scheduler::random);
    try {
      throw;
    } catch (const std::exception& again) {
      EXPECT_STREQ(again.what(), "outer");
    }
  }
}

TEST(relacy_run, a_body_that_does_not_repeat_itself_is_a_finding) {
  int times = 0;
  const auto body = [&] {
    sync::atomic<int> n{0};
    const int more = ++times > 3 ? 2 : 1;
    sync::parallel([&] { n += static_cast<int>(sync::choose(static_cast<unsigned>(more + 1))); },
                   [&] { ++n; });
  };
  EXPECT_EQ(run(body, 2, scheduler::full).kind, "nondeterminism");
}

TEST(relacy_run, misuse_is_named) {
  EXPECT_EQ(run([] { sync::mutex().unlock(); }, 1, scheduler::full).kind, "misuse");
  EXPECT_EQ(run([] { sync::parallel([] {}, [] {}); }, 1, scheduler::full).kind, "misuse");
  EXPECT_EQ(run([] { sync::thread left([] {}); }, 1, scheduler::full).kind, "misuse");
  EXPECT_THROW(run([] {}, 5, scheduler::full), std::invalid_argument);
}

TEST(relacy_run, nothing_is_printed) {
  if (SUTURE_WITH_ASAN) GTEST_SKIP() << "AddressSanitizer itself warns that it knows no fibers";
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  run(racy_counter, 2, scheduler::full);
  run(atomic_counter, 2, scheduler::random);
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(relacy_run, other_threads_of_the_process_may_allocate_meanwhile) {
  std::atomic<bool> stop{false};
  std::thread busy([&] {
    while (!stop) std::vector<std::string>(10, std::string(50, 'x'));
  });
  for (int i = 0; i < 200; ++i) run(racy_counter, 2, scheduler::random);
  stop = true;
  busy.join();
}

TEST(relacy_run, one_run_waits_for_another) {
  std::thread other([] { run(mutex_counter, 2, scheduler::full); });
  EXPECT_TRUE(run(mutex_counter, 2, scheduler::full).complete);
  other.join();
}

TEST(relacy_run, four_threads) {
  const auto body = [] {
    sync::atomic<int> n{0};
    auto add = [&] { n.fetch_add(1); };
    sync::parallel(add, add, add, add);
    sync::check(n.load() == 4, "all count");
  };
  const run_result result = run(body, 4, scheduler::bounded);
  EXPECT_FALSE(result.failed);
  EXPECT_TRUE(result.complete);
}

}  // namespace
