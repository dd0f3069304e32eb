#include "interp_core/lock/event.hpp"

#include <gtest/gtest.h>

namespace {

TEST(event, is_one_byte) { EXPECT_EQ(sizeof(interp::event), 1U); }

TEST(event, stays_set) {
  interp::parking_lot lot;
  interp::event event;
  EXPECT_FALSE(event.is_set());
  EXPECT_FALSE(event.wait_until(lot, sync::clock::now() + std::chrono::milliseconds(1)));
  event.set(lot);
  event.set(lot);
  EXPECT_TRUE(event.is_set());
  EXPECT_TRUE(event.wait_until(lot, sync::clock::now()));
  event.wait(lot);
}

TEST(event, wakes_all_who_wait) {
  for (int round = 0; round < 300; ++round) {
    interp::parking_lot lot;
    interp::event event;
    int text = 0;
    const auto wait = [&] {
      event.wait(lot);
      EXPECT_EQ(text, 1);
    };
    sync::parallel(wait, wait, [&] {
      text = 1;
      event.set(lot);
    });
    EXPECT_TRUE(lot.is_empty());
  }
}

}  // namespace
