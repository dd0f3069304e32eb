#include "interp_core/lock/safepoint_private_lock.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "interp_core/lock/hold.hpp"

namespace {

using lock_type = interp::safepoint_private_lock;

TEST(safepoint_private_lock, is_promoted_when_it_is_asked_for_and_its_owner_is_not_in) {
  lock_type lock;
  int counter = 0;
  std::atomic<bool> is_done{false};
  sync::thread other([&] {
    for (int i = 0; i < 1'000; ++i) {
      const interp::hold<lock_type> held(lock);
      ++counter;
    }
    is_done = true;
  });
  int mine = 0;
  while (!is_done) {
    const interp::hold<lock_type> outer(lock);
    {
      const interp::hold<lock_type> inner(lock);
      lock.safepoint();
      ++counter;
      ++mine;
    }
    lock.safepoint();
    lock.unlock();
    lock.safepoint();
    sync::yield();
    lock.lock();
  }
  other.join();
  EXPECT_EQ(counter, 1'000 + mine);
  EXPECT_TRUE(lock.is_idle());
}

TEST(safepoint_private_lock, is_promoted_by_an_owner_that_goes_away) {
  lock_type lock;
  lock.lock();
  lock.unlock();
  sync::thread other([&] { const interp::hold<lock_type> held(lock); });
  lock.promote();
  other.join();
  const interp::hold<lock_type> held(lock);
  EXPECT_FALSE(lock.is_idle());
}

}  // namespace
