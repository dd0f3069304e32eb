// Under each of Relacy's schedulers: what is broken is found, and called by our name for it; what
// is right passes, and the full search says that it was complete.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/model/sync/relacy_bodies.hpp"

namespace {

using namespace relacy_bodies;

class relacy_verdict : public ::testing::TestWithParam<scheduler> {
 protected:
  static void expect_found(const std::function<void()>& body, const std::string& kind,
                           unsigned threads = 2) {
    const run_result result = run(body, threads, GetParam());
    EXPECT_TRUE(result.failed);
    EXPECT_EQ(result.kind, kind) << result.message;
    EXPECT_NE(result.message, "");
    EXPECT_FALSE(result.complete);
  }
  static void expect_passed(const std::function<void()>& body, unsigned threads = 2) {
    const run_result result = run(body, threads, GetParam());
    EXPECT_FALSE(result.failed) << result.kind << ": " << result.message;
    EXPECT_EQ(result.complete, GetParam() != scheduler::random);
    EXPECT_GT(result.iterations, 1U);
  }
};

TEST_P(relacy_verdict, race) { expect_found(racy_counter, "race"); }
TEST_P(relacy_verdict, lost_update) { expect_found(split_counter, "check"); }
TEST_P(relacy_verdict, atomic_counter_passes) { expect_passed(atomic_counter); }
TEST_P(relacy_verdict, mutex_counter_passes) { expect_passed(mutex_counter); }
TEST_P(relacy_verdict, deadlock) { expect_found(lock_both_ways, "deadlock"); }

TEST_P(relacy_verdict, relaxed_message) {
  expect_found([] { pass_message(std::memory_order_relaxed, std::memory_order_relaxed); }, "race");
  expect_found([] { pass_message(std::memory_order_relaxed, std::memory_order_acquire); }, "race");
}
TEST_P(relacy_verdict, released_message_passes) {
  expect_passed([] { pass_message(std::memory_order_release, std::memory_order_acquire); });
}

TEST_P(relacy_verdict, message_by_fences_passes) {
  expect_passed([] {
    sync::var<int> payload(0);
    sync::atomic<bool> ready{false};
    sync::parallel(
        [&] {
          payload = 1;
          sync::fence(std::memory_order_release);
          ready.store(true, std::memory_order_relaxed);
        },
        [&] {
          const bool seen = ready.load(std::memory_order_relaxed);
          sync::fence(std::memory_order_acquire);
          if (seen) sync::check(payload == 1, "the message is whole");
        });
  });
}

TEST_P(relacy_verdict, locking_twice_is_misuse) {
  expect_found(
      [] {
        sync::mutex m;
        m.lock();
        m.lock();
      },
      "misuse", 1);
}

TEST_P(relacy_verdict, locking_a_recursive_mutex_twice_passes) {
  expect_passed([] {
    sync::recursive_mutex m;
    sync::var<int> n(0);
    const auto add = [&] {
      const sync::lock_guard outer(m);
      const sync::lock_guard inner(m);
      n = n + 1;
    };
    sync::parallel(add, add);
  });
}

// Relacy's tree searches let time run out only where no thread can go on otherwise.
TEST_P(relacy_verdict, a_time_out_taken_for_success_is_a_race) {
  expect_found(
      [] {
        sync::timed_mutex m;
        sync::binary_semaphore ended(0);
        sync::var<int> n(0);
        sync::parallel(
            [&] {
              const sync::lock_guard held(m);
              n = n + 1;
              ended.acquire();
            },
            [&] {
              const bool got = m.try_lock_for(std::chrono::milliseconds(1));
              n = n + 1;
              ended.release();
              if (got) m.unlock();
            });
      },
      "race");
}

TEST_P(relacy_verdict, a_semaphore_released_beyond_its_maximum_is_misuse) {
  expect_found(
      [] {
        sync::binary_semaphore s(0);
        const auto release = [&] { s.release(); };
        sync::parallel(release, release);
      },
      "misuse");
}

TEST_P(relacy_verdict, a_latch_counted_down_below_zero_is_misuse) {
  expect_found(
      [] {
        sync::latch l(1);
        const auto count = [&] { l.count_down(); };
        sync::parallel(count, count);
      },
      "misuse");
}

TEST_P(relacy_verdict, a_missed_notification_is_a_lost_wakeup) {
  expect_found(
      [] {
        sync::mutex m;
        sync::condition_variable ready;
        sync::atomic<bool> go{false};
        sync::parallel(
            [&] {
              sync::unique_lock<sync::mutex> lock(m);
              ready.wait(lock, [&] { return go.load(); });
            },
            [&] {  // without the lock: between the other's look and its wait
              go = true;
              ready.notify_one();
            });
      },
      "lost-wakeup");
}

TEST_P(relacy_verdict, readers_share_and_writers_do_not) {
  expect_passed([] {
    sync::shared_mutex m;
    sync::var<int> n(0);
    sync::parallel(
        [&] {
          sync::unique_lock<sync::shared_mutex> lock(m);
          n = n + 1;
        },
        [&] {
          sync::shared_lock<sync::shared_mutex> lock(m);
          sync::check(n == 0 || n == 1, "a whole value");
        });
  });
}

TEST_P(relacy_verdict, the_loser_of_a_shared_lock_writes_into_a_race) {
  expect_found(
      [] {
        sync::shared_mutex m;
        sync::var<int> n(0);
        auto write = [&] {
          sync::shared_lock<sync::shared_mutex> lock(m);
          n = n + 1;
        };
        sync::parallel(write, write);
      },
      "race");
}

TEST_P(relacy_verdict, a_wait_for_nothing_is_a_deadlock) {
  expect_found(
      [] {
        sync::atomic<bool> never{false};
        sync::spin_until([&] { return never.load(); });
      },
      "deadlock", 1);
}

TEST_P(relacy_verdict, a_loop_for_ever_is_a_timeout) {
  expect_found(
      [] {
        sync::atomic<unsigned> n{0};
        sync::parallel([&] { sync::spin_until([] { return false; }); },
                       [&] {
                         for (;;) n.fetch_add(1);
                       });
      },
      "timeout");
}

std::string name_of(const ::testing::TestParamInfo<scheduler>& info) {
  return info.param == scheduler::random    ? "random"
         : info.param == scheduler::bounded ? "bounded"
                                            : "full";
}

INSTANTIATE_TEST_SUITE_P(, relacy_verdict, ::testing::ValuesIn(schedulers), name_of);

}  // namespace
