// What is counted, on bodies small enough to count by hand.
#include "cli/lock_counts.hpp"

#include <gtest/gtest.h>

#include "model/sync/sync.hpp"

namespace cli {
namespace {

lock_sample counted(const std::function<void()>& body, std::uint64_t runs = 200) {
  return count_locks(body, {}, runs, {});
}

TEST(LockCounts, a_thread_alone) {
  const lock_sample s = counted([] {
    sync::mutex m;
    sync::atomic<int> a{0};
    sync::var<int> v{0};
    m.lock();
    a.fetch_add(1);
    v.set(v.get() + 1);
    m.unlock();
    a.store(2);
    m.lock();
    m.unlock();
  });
  EXPECT_EQ(s.complete, 200U);
  EXPECT_EQ(s.of(lock_count::operations).total, 4 * s.complete);
  EXPECT_EQ(s.of(lock_count::longest_section).most, 3U);
  EXPECT_EQ(s.of(lock_count::futex_calls).total, 0U);
  EXPECT_EQ(s.of(lock_count::contention).total, 0U);
}

TEST(LockCounts, one_lock_within_another_belongs_to_both_sections) {
  const lock_sample s = counted([] {
    sync::mutex outer, inner;
    sync::atomic<int> a{0};
    const std::lock_guard first(outer);
    a.store(1);
    const std::lock_guard second(inner);
    a.store(2);
  });
  EXPECT_EQ(s.of(lock_count::operations).most, 4U);
  // The two stores, and the inner lock taken and given back.
  EXPECT_EQ(s.of(lock_count::longest_section).most, 4U);
}

TEST(LockCounts, calls_of_the_kernel_whether_anybody_sleeps_or_not) {
  const lock_sample s = counted([] {
    sync::atomic<std::uint32_t> word{1};
    sync::futex_wake(word, 1);
    sync::futex_wait(word, 0);  // it is not 0: nobody sleeps
    sync::futex_wake(word, 1);
  });
  EXPECT_EQ(s.of(lock_count::futex_calls).total, 3 * s.complete);
  EXPECT_EQ(s.of(lock_count::contention).total, 0U);
}

// One call to sleep and one to wake it; where it comes first, the sleeper finds the word changed.
TEST(LockCounts, a_sleeper_is_contention_and_its_second_look_at_the_queue_no_call) {
  const lock_sample s = counted([] {
    sync::atomic<std::uint32_t> word{0};
    sync::parallel([&] { sync::futex_wait(word, 0); },
                   [&] {
                     word.store(1);
                     sync::futex_wake(word, 1);
                   });
  });
  EXPECT_EQ(s.complete, 200U);
  EXPECT_EQ(s.of(lock_count::futex_calls).total, 2 * s.complete);
  EXPECT_EQ(s.of(lock_count::futex_calls).most, 2U);
  EXPECT_EQ(s.of(lock_count::contention).most, 1U);
  EXPECT_LT(s.of(lock_count::contention).total, s.complete);
  EXPECT_GT(s.of(lock_count::contention).total, 0U);
}

TEST(LockCounts, condition_variables_are_no_futex_calls) {
  const lock_sample s = counted([] {
    sync::mutex m;
    sync::condition_variable changed;
    sync::var<bool> ready{false};
    sync::parallel(
        [&] {
          sync::unique_lock held(m);
          while (!ready.get()) changed.wait(held);
        },
        [&] {
          const std::lock_guard held(m);
          ready.set(true);
          changed.notify_one();
        });
  });
  EXPECT_GT(s.complete, 0U);
  EXPECT_EQ(s.of(lock_count::futex_calls).total, 0U);
  EXPECT_GE(s.of(lock_count::operations).most, 6U);  // a wait gives the mutex back and takes it
}

// Of two that want it at the same time one stands before the lock, always once and never twice.
TEST(LockCounts, who_stands_at_a_mutex_is_counted_once) {
  const lock_sample s = counted([] {
    sync::mutex m;
    sync::atomic<int> a{0};
    const auto work = [&] {
      const std::lock_guard held(m);
      a.fetch_add(1);
      a.fetch_add(1);
    };
    sync::parallel(work, work);
  });
  EXPECT_EQ(s.of(lock_count::contention).most, 1U);
  EXPECT_EQ(s.of(lock_count::longest_section).most, 2U);
}

TEST(LockCounts, runs_with_a_finding_do_not_count) {
  const lock_sample s = counted([] {
    sync::var<int> v{0};
    sync::parallel([&] { v.set(1); }, [&] { v.set(2); });
  });
  EXPECT_EQ(s.runs, 200U);
  EXPECT_EQ(s.complete, 0U);
}

TEST(LockCounts, the_sample_is_the_same_each_time) {
  const auto body = [] {
    sync::mutex m;
    const auto work = [&] {
      for (int i = 0; i < 3; ++i) const std::lock_guard held(m);
    };
    sync::parallel(work, work);
  };
  EXPECT_EQ(counted(body), counted(body));
  suture::options other;
  other.seed = 2;
  EXPECT_NE(counted(body), count_locks(body, other, 200, {}));
}

}  // namespace
}  // namespace cli
