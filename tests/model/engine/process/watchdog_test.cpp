// Runs that stand still, and explorations whose time is over.
#include "model/engine/process/watchdog.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <mutex>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

using ::testing::HasSubstr;

exploration search_for(double seconds, const std::function<void()>& body) {
  const auto rules = make_memory_model("rc11");
  execution run(*rules, 0);
  exhaustive strategy(*rules);
  return explore(run, body, strategy, calm, budget{.seconds = seconds});
}

void compute_for_ever() {
  for (volatile bool on = true; on;) {
  }
}

// Nothing comes through it.
void read_from_a_pipe() {
  static const auto ends = [] {
    std::array<int, 2> both{};
    EXPECT_EQ(pipe(both.data()), 0);
    return both;
  }();
  char c = 0;
  while (read(ends[0], &c, 1) <= 0) {
  }
}

TEST(deadline, ends_a_run_that_computes_without_an_operation) {
  const exploration e = search_for(0.3, [] {
    sync::atomic<int> x{0};
    x.store(1);
    compute_for_ever();
  });
  EXPECT_EQ(kind_of(e), "none");
  EXPECT_EQ(e.why, stop_reason::seconds);
  EXPECT_FALSE(e.exhausted);
  EXPECT_EQ(e.counts.runs(), 0U);
  EXPECT_LT(e.counts.seconds, 8);
  EXPECT_THAT(e.stuck_at, HasSubstr("thread 0: runs on without reaching another operation, after "
                                    "watchdog_test.cpp:"));
}

TEST(deadline, ends_a_run_that_blocks_in_the_operating_system) {
  const exploration e = search_for(0.3, read_from_a_pipe);
  EXPECT_EQ(e.why, stop_reason::seconds);
  EXPECT_THAT(e.stuck_at, HasSubstr("blocks in the operating system"));
  EXPECT_LT(e.counts.seconds, 8);
}

TEST(deadline, ends_a_run_in_the_middle_of_its_operations) {
  const exploration e = search_for(0.3, [] {
    sync::atomic<int> x{0};
    for (int i = 0; i < 100'000; ++i) x.fetch_add(1);
    for (int i = 0; i < 1000; ++i) {
      const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(10);
      while (std::chrono::steady_clock::now() < until) {
      }
      x.fetch_add(1);
    }
  });
  EXPECT_EQ(kind_of(e), "none");
  EXPECT_EQ(e.why, stop_reason::seconds);
  EXPECT_EQ(e.stuck_at, "");
  EXPECT_LT(e.counts.seconds, 8);
}

// What is found before counts, and is repeated for its token though the time is over.
TEST(deadline, does_not_count_for_the_replays_of_a_finding) {
  const exploration e = search_for(0.4, [] {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(250);
    while (std::chrono::steady_clock::now() < until) {
    }
    sync::check(false, "late");
  });
  EXPECT_EQ(message_of(e), "late");
}

// A lock that Suture does not see, held where another thread goes on.
TEST(watchdog, tells_a_thread_that_blocks_from_one_that_computes) {
  std::mutex real;
  const exploration e = search([&] {
    sync::atomic<int> x{0};
    const auto work = [&] {
      const std::lock_guard held(real);
      x.fetch_add(1);
    };
    sync::parallel(work, work);
  });
  EXPECT_EQ(kind_of(e), "timeout");
  EXPECT_THAT(message_of(e), HasSubstr("blocks in the operating system"));
}

// What a check within a check takes is not time in which the outer one stands still.
TEST(watchdog, knows_of_checks_within_a_check) {
  const auto rules = make_memory_model("rc11");
  execution outer(*rules, 0), inner(*rules, 1);
  const hurry soon(outer.vital_signs(), 0);  // half a second is too long
  exhaustive strategy(*rules);
  const auto body = [&] {
    sync::atomic<int> x{0};
    random_walk walk(1, *rules);
    explore(
        inner,
        [] {
          sync::atomic<int> y{0};
          sync::parallel([&] { y.store(1); }, [&] { y.store(2); });
        },
        walk, calm, budget{.seconds = 1.5});
    x.store(1);
  };
  const exploration e = explore(outer, body, strategy, calm, budget{});
  EXPECT_EQ(kind_of(e), "none") << message_of(e);
  EXPECT_EQ(e.counts.complete, 1U);
}

}  // namespace
}  // namespace suture::testing
