#include "report/held_locks.hpp"

#include <gtest/gtest.h>

namespace suture::report {
namespace {

TEST(HeldLocks, are_named_in_the_order_of_taking) {
  held_locks locks;
  locks.take(1, 7, "b");
  locks.take(2, 8, "other");
  locks.take(1, 3, "a");
  EXPECT_EQ(locks.of(1), "b, a");
  EXPECT_EQ(locks.of(2), "other");
  EXPECT_EQ(locks.of(3), "");
  EXPECT_EQ(locks.holder(3), 1U);
  EXPECT_EQ(locks.holder(4), no_thread);
}

TEST(HeldLocks, are_given_back_one_at_a_time) {
  held_locks locks;
  locks.take(1, 7, "s");
  locks.take(1, 7, "s");
  locks.give_back(1, 7);
  EXPECT_TRUE(locks.holds(1, 7));
  locks.give_back(2, 7);
  EXPECT_EQ(locks.of(1), "s");
  locks.give_back(1, 7);
  EXPECT_FALSE(locks.holds(1, 7));
}

}  // namespace
}  // namespace suture::report
