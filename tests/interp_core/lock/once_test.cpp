#include "interp_core/lock/once.hpp"

#include <gtest/gtest.h>

namespace {

TEST(once, is_one_byte) { EXPECT_EQ(sizeof(interp::once), 1U); }

TEST(once, is_tried_again_until_it_succeeds) {
  interp::parking_lot lot;
  interp::once once;
  int attempts = 0;
  const auto attempt = [&] { return ++attempts == 3; };
  EXPECT_FALSE(once.call(lot, attempt));
  EXPECT_FALSE(once.call(lot, attempt));
  EXPECT_TRUE(once.call(lot, attempt));
  EXPECT_TRUE(once.call(lot, attempt));
  EXPECT_EQ(attempts, 3);
}

TEST(once, is_done_once_by_whichever_thread) {
  for (int round = 0; round < 300; ++round) {
    interp::parking_lot lot;
    interp::once once;
    int made = 0;
    const auto need = [&] {
      EXPECT_TRUE(once.call(lot, [&] {
        sync::yield();
        return ++made == 1;
      }));
      EXPECT_EQ(made, 1);
    };
    sync::parallel(need, need, need);
    EXPECT_TRUE(lot.is_empty());
  }
}

}  // namespace
