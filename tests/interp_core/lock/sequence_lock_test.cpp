#include "interp_core/lock/sequence_lock.hpp"

#include <gtest/gtest.h>

namespace {

using interp::sequence_lock;

TEST(sequence_lock, notices_a_write_and_no_abandoned_one) {
  sequence_lock lock;
  std::uint32_t begun = lock.begin_read();
  EXPECT_TRUE(lock.has_not_changed(begun));
  lock.begin_write();
  EXPECT_FALSE(lock.has_not_changed(begun));
  lock.abandon_write();
  EXPECT_TRUE(lock.has_not_changed(begun));
  lock.begin_write();
  lock.end_write();
  EXPECT_FALSE(lock.has_not_changed(begun));
  begun = lock.begin_read();
  EXPECT_TRUE(lock.has_not_changed(begun));
}

TEST(sequence_lock, keeps_together_what_is_written_together) {
  constexpr int rounds = 20'000;
  sequence_lock lock;
  sync::atomic<int> left{0}, right{0};
  const auto write = [&] {
    for (int i = 0; i < rounds; ++i) {
      lock.begin_write();
      left.store(left.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
      right.store(right.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
      lock.end_write();
    }
  };
  const auto read = [&] {
    for (int i = 0; i < rounds; ++i) {
      const std::uint32_t begun = lock.begin_read();
      const int l = left.load(std::memory_order_relaxed);
      const int r = right.load(std::memory_order_relaxed);
      EXPECT_TRUE(!lock.has_not_changed(begun) || l == r);
    }
  };
  sync::parallel(write, write, read);
  EXPECT_EQ(left.load(), 2 * rounds);
  EXPECT_EQ(right.load(), 2 * rounds);
}

}  // namespace
