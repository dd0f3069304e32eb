#include "interp_core/lock/rw_mutex.hpp"

#include <gtest/gtest.h>

namespace {

TEST(rw_mutex, lets_readers_in_together) {
  interp::parking_lot lot;
  interp::rw_mutex mutex;
  mutex.lock_shared(lot);
  mutex.lock_shared(lot);
  mutex.unlock_shared(lot);
  EXPECT_FALSE(mutex.is_idle());
  mutex.unlock_shared(lot);
  EXPECT_TRUE(mutex.is_idle());
  mutex.lock(lot);
  EXPECT_FALSE(mutex.is_idle());
  mutex.unlock(lot);
  EXPECT_TRUE(mutex.is_idle());
}

TEST(rw_mutex, keeps_writers_alone) {
  constexpr int rounds = 5'000;
  interp::parking_lot lot;
  interp::rw_mutex mutex;
  int left = 0, right = 0;
  const auto write = [&] {
    for (int i = 0; i < rounds; ++i) {
      mutex.lock(lot);
      ++left;
      ++right;
      mutex.unlock(lot);
    }
  };
  const auto read = [&] {
    for (int i = 0; i < rounds; ++i) {
      mutex.lock_shared(lot);
      EXPECT_EQ(left, right);
      mutex.unlock_shared(lot);
    }
  };
  sync::parallel(write, write, read, read);
  EXPECT_EQ(left, 2 * rounds);
  EXPECT_TRUE(mutex.is_idle());
  EXPECT_TRUE(lot.is_empty());
}

}  // namespace
