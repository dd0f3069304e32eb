#include <gtest/gtest.h>

#include "interp_core/lock/hold.hpp"
#include "interp_core/lock/pthread_mutex.hpp"
#include "interp_core/lock/windows_critical_section.hpp"

namespace {

template <class Lock>
class platform_lock : public testing::Test {};

using locks = testing::Types<interp::pthread_recursive_lock, interp::windows_critical_section>;
TYPED_TEST_SUITE(platform_lock, locks);

TYPED_TEST(platform_lock, is_idle_only_after_as_many_unlocks_as_locks) {
  TypeParam lock;
  EXPECT_TRUE(lock.is_idle());
  for (int i = 0; i < 3; ++i) lock.lock();
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(lock.is_idle());
    lock.unlock();
  }
  EXPECT_TRUE(lock.is_idle());
}

TYPED_TEST(platform_lock, lets_one_in_at_a_time_and_is_left_idle) {
  constexpr int rounds = 10'000;
  TypeParam lock;
  int counter = 0;
  const auto work = [&] {
    for (int i = 0; i < rounds; ++i) {
      const interp::hold<TypeParam> outer(lock);
      const interp::hold<TypeParam> inner(lock);
      ++counter;
    }
  };
  sync::parallel(work, work, work);
  EXPECT_EQ(counter, 3 * rounds);
  EXPECT_TRUE(lock.is_idle());
}

}  // namespace
