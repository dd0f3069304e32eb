#include "interp_core/lock/futex_mutex.hpp"

#include <gtest/gtest.h>

#include "interp_core/lock/hold.hpp"
#include "tests/interp_core/lock/counting_rules.hpp"

namespace {

using interp::futex_mutex;
using interp_test::counting_rules;

TEST(futex_mutex, is_one_word) { EXPECT_EQ(sizeof(futex_mutex<>), sizeof(std::uint32_t)); }

TEST(futex_mutex, stays_out_of_the_kernel_while_uncontended) {
  counting_rules::reset();
  futex_mutex<counting_rules> lock;
  for (int i = 0; i < 1000; ++i) {
    lock.lock();
    EXPECT_FALSE(lock.is_idle());
    lock.unlock();
    EXPECT_TRUE(lock.is_idle());
  }
  EXPECT_EQ(counting_rules::calls(), 0);
}

TEST(futex_mutex, lets_one_in_at_a_time_and_is_left_idle) {
  constexpr int rounds = 20'000;
  futex_mutex<> lock;
  int counter = 0;
  auto work = [&] {
    for (int i = 0; i < rounds; ++i) {
      const interp::hold<futex_mutex<>> held(lock);
      ++counter;
    }
  };
  sync::parallel(work, work, work, work);
  EXPECT_EQ(counter, 4 * rounds);
  EXPECT_TRUE(lock.is_idle());
}

TEST(futex_mutex, a_waiter_sleeps_and_is_woken) {
  counting_rules::reset();
  futex_mutex<counting_rules> lock;
  lock.lock();
  bool entered = false;
  sync::thread waiter([&] {
    lock.lock();
    entered = true;
    lock.unlock();
  });
  while (counting_rules::sleeps == 0) sync::yield();
  EXPECT_FALSE(entered);
  lock.unlock();
  waiter.join();
  EXPECT_TRUE(entered);
  EXPECT_GE(counting_rules::wakes, 1);
  EXPECT_TRUE(lock.is_idle());
}

}  // namespace
