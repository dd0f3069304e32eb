#include "interp_core/lock/raw_mutex.hpp"

#include <gtest/gtest.h>

#include "interp_core/lock/hold.hpp"
#include "interp_core/lock/py_mutex.hpp"

namespace {

TEST(raw_mutex, is_one_word) { EXPECT_EQ(sizeof(interp::raw_mutex), sizeof(void*)); }

TEST(raw_mutex, lets_one_in_at_a_time_and_is_left_idle) {
  constexpr int rounds = 20'000;
  interp::raw_mutex mutex;
  int counter = 0;
  const auto work = [&] {
    for (int i = 0; i < rounds; ++i) {
      const interp::hold<interp::raw_mutex> held(mutex);
      ++counter;
    }
  };
  sync::parallel(work, work, work, work);
  EXPECT_EQ(counter, 4 * rounds);
  EXPECT_TRUE(mutex.is_idle());
}

struct in_buckets : interp::many_buckets {
  using bucket_lock = interp::raw_mutex;
};
struct parks_at_once : interp::py_mutex_rules {
  static constexpr int looks = 0;
};

TEST(raw_mutex, locks_the_buckets_of_a_parking_lot) {
  constexpr int rounds = 5'000;
  interp::basic_parking_lot<in_buckets> lot;
  interp::basic_py_mutex<parks_at_once> mutex;
  int counter = 0;
  const auto work = [&] {
    for (int i = 0; i < rounds; ++i) {
      mutex.lock(lot);
      ++counter;
      mutex.unlock(lot);
    }
  };
  sync::parallel(work, work, work);
  EXPECT_EQ(counter, 3 * rounds);
  EXPECT_TRUE(lot.is_empty());
}

}  // namespace
