// Semaphores, latches, barriers, once flags.
#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <utility>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

using namespace std::chrono_literals;

constexpr auto rlx = std::memory_order_relaxed;

// Every run comes to its end, and there are so many.
void expect_runs(std::uint64_t complete, const std::function<void()>& body) {
  for (const char* model : {"sc", "rc11"}) {
    const exploration e = search(body, calm, model);
    EXPECT_EQ(message_of(e), "");
    EXPECT_TRUE(e.exhausted);
    EXPECT_EQ(e.counts.complete, complete) << model;
    EXPECT_EQ(e.counts.blocked, 0U);
    EXPECT_EQ(e.counts.moot, 0U);
  }
}

TEST(semaphore, lets_as_many_in_as_there_are_permits) {
  for (const std::ptrdiff_t permits : {1, 2}) {
    const auto seen = outcomes<int>([=] {
      sync::counting_semaphore<2> s(permits);
      sync::atomic<int> inside{0}, most{0};
      const auto enter = [&] {
        s.acquire();
        const int now = inside.fetch_add(1) + 1;
        if (most.load() < now) most.store(now);
        inside.fetch_sub(1);
        s.release();
      };
      sync::parallel(enter, enter);
      return most.load();
    });
    EXPECT_EQ(*seen.rbegin(), permits);
  }
}

TEST(semaphore, orders_who_acquires_after_who_released) {
  expect_runs(1, [] {
    sync::binary_semaphore s(0);
    sync::atomic<int> data{0};
    sync::parallel([&] { data.store(1, rlx), s.release(); },
                   [&] {
                     s.acquire();
                     sync::check(data.load(rlx) == 1, "it sees what came before the release");
                   });
  });
}

// As a mutex of two threads: whoever comes first.
TEST(semaphore, has_an_execution_for_each_order) {
  expect_runs(2, [] {
    sync::binary_semaphore s(1);
    const auto enter = [&] {
      s.acquire();
      s.release();
    };
    sync::parallel(enter, enter);
  });
}

TEST(semaphore, is_tried_and_waited_for_with_a_time_out) {
  const texts seen = texts_of([] {
    sync::binary_semaphore s(0);
    std::string how;
    sync::parallel([&] { s.release(); },
                   [&] {
                     how = s.try_acquire() ? "tried" : s.try_acquire_for(1ms) ? "waited" : "not";
                   });
    return how;
  });
  EXPECT_EQ(seen, (texts{"tried", "waited", "not"}));
}

TEST(semaphore, without_a_permit_blocks) {
  const exploration e = search([] {
    sync::binary_semaphore s(0);
    s.acquire();
  });
  EXPECT_EQ(e.counts.blocked, 1U);
}

TEST(latch, opens_when_all_have_counted) {
  expect_runs(2, [] {
    sync::latch l(2);
    sync::thread one([&] { l.count_down(); });
    sync::thread two([&] { l.count_down(); });
    l.wait();
    sync::check(l.try_wait(), "it stays open");
    one.join();
    two.join();
  });
}

TEST(latch, orders_who_waits_after_all_who_counted) {
  const exploration e = search([] {
    sync::latch l(2);
    sync::atomic<int> a{0}, b{0};
    sync::parallel([&] { a.store(1, rlx), l.count_down(); },
                   [&] { b.store(1, rlx), l.count_down(); },
                   [&] {
                     l.wait();
                     sync::check(a.load(rlx) == 1 && b.load(rlx) == 1, "both are seen");
                   });
  });
  EXPECT_EQ(message_of(e), "");
  EXPECT_EQ(e.counts.complete, 2U);
}

TEST(latch, is_arrived_at_and_waited_for_at_once) {
  expect_runs(2, [] {
    sync::latch l(2);
    const auto meet = [&] { l.arrive_and_wait(); };
    sync::parallel(meet, meet);
  });
}

TEST(barrier, has_an_execution_for_each_order_of_arrival) {
  expect_runs(2, [] {
    sync::barrier b(2);
    const auto meet = [&] { b.arrive_and_wait(); };
    sync::parallel(meet, meet);
  });
  expect_runs(6, [] {
    sync::barrier b(3);
    const auto meet = [&] { b.arrive_and_wait(); };
    sync::parallel(meet, meet, meet);
  });
  expect_runs(4, [] {
    sync::barrier b(2);
    const auto meet_twice = [&] {
      b.arrive_and_wait();
      b.arrive_and_wait();
    };
    sync::parallel(meet_twice, meet_twice);
  });
}

TEST(barrier, completes_each_phase_once_between_all_who_came_and_all_who_go) {
  expect_runs(4, [] {
    sync::atomic<int> done{0};
    sync::var<int> completed{0};
    sync::barrier b(2, [&]() noexcept {
      completed.set(completed.get() + 1);
      sync::check(done.load(rlx) == completed.get(), "all have come");
    });
    const auto work = [&](bool does) {
      for (int phase = 1; phase <= 2; ++phase) {
        if (does) done.store(phase, rlx);
        b.arrive_and_wait();
        sync::check(completed.get() >= phase, "the phase is complete");
      }
    };
    sync::parallel([&] { work(true); }, [&] { work(false); });
  });
}

TEST(barrier, is_left_before_its_phase_ends_and_for_good) {
  const exploration e = search([] {
    sync::barrier b(2);
    sync::parallel(
        [&] {
          auto token = b.arrive();
          b.wait(std::move(token));
          b.arrive_and_wait();  // alone, since the other has dropped out
        },
        [&] { b.arrive_and_drop(); });
  });
  EXPECT_EQ(message_of(e), "");
  EXPECT_GT(e.counts.complete, 0U);
  EXPECT_EQ(e.counts.blocked, 0U);
}

// [thread.barrier.class]: of the present phase or the one before.
exploration waits_late(int phases_later) {
  return search([=] {
    sync::barrier b(1);
    auto token = b.arrive();
    for (int i = 0; i < phases_later; ++i) static_cast<void>(b.arrive());
    b.wait(std::move(token));
  });
}

TEST(barrier, is_not_waited_at_for_a_phase_that_is_over_for_long) {
  EXPECT_EQ(message_of(waits_late(0)), "");
  EXPECT_EQ(kind_of(waits_late(1)), "misuse");
  EXPECT_THAT(message_of(waits_late(2)),
              ::testing::HasSubstr("token of phase 0, where 3 are over"));
}

// Whoever waits in time cannot know that he does, if others need not come.
TEST(barrier, is_waited_at_by_chance_only_where_others_go_on_alone) {
  const exploration e = search([] {
    sync::barrier b(2);
    sync::parallel(
        [&] {
          auto token = b.arrive();
          b.wait(std::move(token));
        },
        [&] {
          static_cast<void>(b.arrive());
          static_cast<void>(b.arrive(2));
        });
  });
  EXPECT_EQ(kind_of(e), "misuse");
}

TEST(barrier, gives_tokens_for_itself_alone) {
  const exploration e = search([] {
    sync::barrier a(1), b(1);
    static_cast<void>(a.arrive());
    b.wait(a.arrive());
  });
  EXPECT_EQ(kind_of(e), "misuse");
}

TEST(barrier, lets_tokens_be_moved) {
  expect_runs(4, [] {
    sync::barrier b(2);
    const auto meet_twice = [&] {
      auto first = b.arrive();
      auto moved = std::move(first);
      b.wait(std::move(moved));
      moved = b.arrive();
      b.wait(std::move(moved));
    };
    sync::parallel(meet_twice, meet_twice);
  });
}

// Who does not wait for a phase may end the next one before the gate of the first is open; and
// arrives too often where nobody has opened the next one.
TEST(barrier, is_arrived_at_twice_in_a_phase_by_who_does_not_wait) {
  const exploration e = search([] {
    sync::barrier b(2);
    sync::parallel(
        [&] {
          b.arrive_and_drop();
          b.arrive_and_wait();
        },
        [&] { b.arrive_and_wait(); });
  });
  EXPECT_EQ(kind_of(e), "misuse");
}

TEST(call_once, calls_once_and_lets_the_others_see_it) {
  expect_runs(2, [] {
    sync::once_flag flag;
    sync::atomic<int> made{0};
    const auto use = [&] {
      sync::call_once(
          flag, [&](int by) { made.store(made.load(rlx) + by, rlx); }, 1);
      sync::check(made.load(rlx) == 1, "it has been made, once");
    };
    sync::parallel(use, use);
  });
}

TEST(call_once, is_left_to_the_next_one_by_an_exception) {
  const texts seen = texts_of([] {
    sync::once_flag flag;
    sync::atomic<int> calls{0};
    sync::atomic<int> thrown{0};
    const auto use = [&] {
      try {
        sync::call_once(flag, [&] {
          if (calls.fetch_add(1) == 0) throw std::runtime_error("the first call");
        });
      } catch (const std::runtime_error&) {
        thrown.fetch_add(1);
      }
    };
    sync::parallel(use, use);
    return std::to_string(calls.load()) + " " + std::to_string(thrown.load());
  });
  EXPECT_EQ(seen, texts{"2 1"});
}

}  // namespace
}  // namespace suture::testing
