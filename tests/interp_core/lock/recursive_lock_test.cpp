#include "interp_core/lock/recursive_lock.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "interp_core/lock/hold.hpp"
#include "interp_core/lock/stale_owner_lock.hpp"
#include "tests/interp_core/lock/counting_rules.hpp"

namespace {

using interp::recursive_lock;
using interp::stale_owner_lock;
using interp_test::counting_rules;

template <class Lock>
class recursive : public testing::Test {};

// The original with its stale owner too: what breaks it, this machine's order of stores hides.
using locks = testing::Types<recursive_lock<>, stale_owner_lock>;
TYPED_TEST_SUITE(recursive, locks);

TYPED_TEST(recursive, is_idle_only_after_as_many_unlocks_as_locks) {
  TypeParam lock;
  EXPECT_TRUE(lock.is_idle());
  for (int i = 0; i < 3; ++i) lock.lock();
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(lock.is_idle());
    lock.unlock();
  }
  EXPECT_TRUE(lock.is_idle());
}

TYPED_TEST(recursive, keeps_others_out_until_the_last_unlock) {
  TypeParam lock;
  lock.lock();
  lock.lock();
  std::atomic<bool> entered{false};
  sync::thread other([&] {
    const interp::hold<TypeParam> held(lock);
    entered = true;
  });
  lock.unlock();
  for (int i = 0; i < 100; ++i) sync::yield();
  EXPECT_FALSE(entered);
  lock.unlock();
  other.join();
  EXPECT_TRUE(entered);
  EXPECT_TRUE(lock.is_idle());
}

TEST(recursive_lock, lets_one_in_at_a_time_and_is_left_idle) {
  constexpr int rounds = 20'000;
  recursive_lock<> lock;
  int counter = 0;
  auto work = [&] {
    for (int i = 0; i < rounds; ++i) {
      const interp::hold<recursive_lock<>> outer(lock);
      const interp::hold<recursive_lock<>> inner(lock);
      ++counter;
    }
  };
  sync::parallel(work, work, work);
  EXPECT_EQ(counter, 3 * rounds);
  EXPECT_TRUE(lock.is_idle());
}

// Any nesting by one thread: never a system call, and nothing left behind.
RC_GTEST_PROP(recursive_lock, needs_no_kernel_alone, (const std::vector<bool>& steps)) {
  counting_rules::reset();
  recursive_lock<counting_rules> lock;
  int depth = 0;
  for (const bool enter : steps) {
    if (enter) {
      lock.lock();
      ++depth;
    } else if (depth > 0) {
      lock.unlock();
      --depth;
    }
    RC_ASSERT(lock.is_idle() == (depth == 0));
  }
  while (depth-- > 0) lock.unlock();
  RC_ASSERT(lock.is_idle());
  RC_ASSERT(counting_rules::calls() == 0);
}

}  // namespace
