#include "interp_core/lock/private_lock.hpp"

#include <gtest/gtest.h>

#include "interp_core/lock/hold.hpp"

namespace {

using interp::private_lock;

TEST(private_lock, stays_private_while_its_owner_is_alone) {
  private_lock lock;
  for (int i = 0; i < 3; ++i) lock.lock();
  EXPECT_FALSE(lock.is_idle());
  for (int i = 0; i < 3; ++i) lock.unlock();
  EXPECT_TRUE(lock.is_idle());
  EXPECT_FALSE(lock.is_public());
}

TEST(private_lock, becomes_public_when_another_thread_comes) {
  private_lock lock;
  sync::thread([&] {
    const interp::hold<private_lock> outer(lock);
    const interp::hold<private_lock> inner(lock);
  }).join();
  EXPECT_TRUE(lock.is_public());
  EXPECT_TRUE(lock.is_idle());
  const interp::hold<private_lock> held(lock);
  EXPECT_FALSE(lock.is_idle());
}

TEST(private_lock, lets_one_in_at_a_time_whenever_it_is_promoted) {
  for (int round = 0; round < 300; ++round) {
    private_lock lock;
    int counter = 0;
    const auto work = [&] {
      for (int i = 0; i < 50; ++i) {
        const interp::hold<private_lock> outer(lock);
        const interp::hold<private_lock> inner(lock);
        ++counter;
      }
    };
    sync::thread first(work), second(work);
    work();
    first.join();
    second.join();
    ASSERT_EQ(counter, 150);
    ASSERT_TRUE(lock.is_idle());
  }
}

}  // namespace
