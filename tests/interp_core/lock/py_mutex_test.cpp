#include "interp_core/lock/py_mutex.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace {

using interp::py_mutex;
using lot_of_many = interp::basic_parking_lot<interp::many_buckets>;

struct parks_at_once : interp::py_mutex_rules {
  static constexpr int looks = 0;
};

TEST(py_mutex, is_one_byte) { EXPECT_EQ(sizeof(py_mutex), 1U); }

TEST(py_mutex, is_taken_by_one_at_a_time) {
  lot_of_many lot;
  py_mutex mutex;
  EXPECT_TRUE(mutex.try_lock());
  EXPECT_TRUE(mutex.is_locked());
  EXPECT_FALSE(mutex.try_lock());
  mutex.unlock(lot);
  EXPECT_TRUE(mutex.is_idle());
}

template <class Rules>
void add_up() {
  constexpr int rounds = 20'000;
  lot_of_many lot;
  interp::basic_py_mutex<Rules> mutex;
  int counter = 0;
  const auto work = [&] {
    for (int i = 0; i < rounds; ++i) {
      mutex.lock(lot);
      ++counter;
      mutex.unlock(lot);
    }
  };
  sync::parallel(work, work, work, work);
  EXPECT_EQ(counter, 4 * rounds);
  EXPECT_TRUE(mutex.is_idle());
  EXPECT_TRUE(lot.is_empty());
}

TEST(py_mutex, adds_up_where_threads_look_on) { add_up<interp::py_mutex_rules>(); }
TEST(py_mutex, adds_up_where_threads_park_at_once) { add_up<parks_at_once>(); }

// A thread that takes the mutex again and again does not keep out one that has waited long enough.
TEST(py_mutex, is_handed_over_in_the_end) {
  lot_of_many lot;
  interp::basic_py_mutex<parks_at_once> mutex;
  std::atomic<bool> entered{false};
  mutex.lock(lot);
  sync::thread waiter([&] {
    mutex.lock(lot);
    entered = true;
    mutex.unlock(lot);
  });
  while (!entered) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    mutex.unlock(lot);
    mutex.lock(lot);
  }
  mutex.unlock(lot);
  waiter.join();
  EXPECT_TRUE(mutex.is_idle());
}

}  // namespace
