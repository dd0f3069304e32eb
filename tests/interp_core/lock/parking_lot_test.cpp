#include "interp_core/lock/parking_lot.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <vector>

namespace {

using interp::park_result;
using lot_of_many = interp::basic_parking_lot<interp::many_buckets>;

TEST(parking_lot, lets_nobody_sleep_on_a_word_that_has_changed) {
  interp::parking_lot lot;
  sync::atomic<std::uint8_t> word{1};
  EXPECT_EQ(lot.park(word, std::uint8_t{0}, nullptr), park_result::changed);
  EXPECT_TRUE(lot.is_empty());
}

TEST(parking_lot, wakes_a_sleeper_whose_time_is_up) {
  interp::parking_lot lot;
  sync::atomic<std::uint32_t> word{0};
  const auto deadline = sync::clock::now() + std::chrono::milliseconds(1);
  EXPECT_EQ(lot.park(word, std::uint32_t{0}, nullptr, interp::stays_attached{}, &deadline),
            park_result::timed_out);
  EXPECT_TRUE(lot.is_empty());
  EXPECT_GE(sync::clock::now(), deadline);
}

TEST(parking_lot, tells_who_unparks_that_nobody_sleeps) {
  interp::parking_lot lot;
  sync::atomic<std::uint8_t> word{0};
  int calls = 0;
  lot.unpark(word, [&](void* told, bool more) {
    ++calls;
    EXPECT_EQ(told, nullptr);
    EXPECT_FALSE(more);
  });
  EXPECT_EQ(calls, 1);
}

// A way of waiting that counts.
struct counting {
  void detach() { ++detached; }
  void attach() { ++attached; }
  std::atomic<int> detached{0}, attached{0};
};

TEST(parking_lot, wakes_in_the_order_of_coming_and_says_whether_more_sleep) {
  lot_of_many lot;
  sync::atomic<std::uint8_t> word{0};
  std::array<counting, 2> ways;
  std::array<int, 2> names{0, 1};
  const auto sleep = [&](std::size_t which) {
    lot.park(word, std::uint8_t{0}, &names[which], ways[which]);
  };
  sync::thread first([&] { sleep(0); });
  while (ways[0].detached == 0) sync::yield();
  sync::thread second([&] { sleep(1); });
  while (ways[1].detached == 0) sync::yield();
  std::vector<int> told;
  std::vector<bool> more;
  for (int i = 0; i < 2; ++i)
    lot.unpark(word, [&](void* who, bool others) {
      told.push_back(*static_cast<int*>(who));
      more.push_back(others);
    });
  first.join();
  second.join();
  EXPECT_EQ(told, (std::vector<int>{0, 1}));
  EXPECT_EQ(more, (std::vector<bool>{true, false}));
  EXPECT_EQ(ways[0].attached, 1);
  EXPECT_TRUE(lot.is_empty());
}

// Two threads pass a word to and fro, asleep whenever it is not their turn.
TEST(parking_lot, loses_no_wake_up) {
  constexpr std::uint32_t rounds = 20'000;
  lot_of_many lot;
  sync::atomic<std::uint32_t> turn{0};
  const auto play = [&](std::uint32_t me) {
    for (std::uint32_t next = me; next < rounds; next += 2) {
      for (std::uint32_t seen = turn.load(); seen != next; seen = turn.load())
        lot.park(turn, seen, nullptr);
      turn.store(next + 1);
      lot.unpark_all(turn);
    }
  };
  sync::parallel([&] { play(0); }, [&] { play(1); });
  EXPECT_EQ(turn.load(), rounds);
  EXPECT_TRUE(lot.is_empty());
}

}  // namespace
