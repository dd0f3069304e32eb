#include "model/graph/clock.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <vector>

namespace suture {
namespace {

constexpr std::uint32_t width = 8;
using counters = std::array<std::uint32_t, width>;

counters counters_of(const clock_pool& pool, clock_handle clock) {
  counters all{};
  for (thread_id t = 0; t < width; ++t) all[t] = pool.at(clock, t);
  return all;
}

TEST(clock_pool, knows_nothing_by_handle_zero) {
  const clock_pool pool(width);
  EXPECT_EQ(counters_of(pool, 0), counters{});
}

TEST(clock_pool, joins_counter_by_counter) {
  clock_pool pool(width);
  const clock_handle a = pool.join(0, 0, 2, 5);
  const clock_handle b = pool.join(0, 0, 3, 7);
  const clock_handle c = pool.join(a, b, 4, 1);
  EXPECT_EQ(counters_of(pool, c), (counters{0, 0, 5, 7, 1}));
  EXPECT_EQ(counters_of(pool, a), (counters{0, 0, 5}));
}

TEST(clock_pool, makes_no_row_where_nothing_is_learnt) {
  clock_pool pool(width);
  const clock_handle less = pool.join(0, 0, 2, 5);
  const clock_handle more = pool.join(less, 0, 3, 1);
  const std::uint32_t rows = pool.size();
  EXPECT_EQ(pool.join(more, less, 2, 4), more);
  EXPECT_EQ(pool.join(less, more, 2, 5), more);
  EXPECT_EQ(pool.join(0, more, 2, 5), more);
  EXPECT_EQ(pool.join(more, 0, 3, 1), more);
  EXPECT_EQ(pool.join(more, more, 0, 0), more);
  EXPECT_EQ(pool.size(), rows);
}

TEST(clock_pool, gives_rows_back_to_a_mark) {
  clock_pool pool(width);
  const clock_handle kept = pool.join(0, 0, 1, 1);
  const std::uint32_t mark = pool.size();
  const clock_handle gone = pool.join(kept, 0, 2, 1);
  pool.shrink(mark);
  EXPECT_EQ(pool.join(kept, 0, 3, 9), gone);
  EXPECT_EQ(counters_of(pool, gone), (counters{0, 1, 0, 9}));
}

TEST(clock_pool, keeps_every_handle_when_it_widens_and_grows) {
  clock_pool pool(4);
  clock_handle clock = 0;
  for (std::uint32_t n = 1; n <= 1000; ++n) {
    clock = pool.join(clock, 0, n % 4, n);
    ASSERT_EQ(clock, n);
  }
  pool.widen(21);
  EXPECT_GE(pool.width(), 21U);
  for (clock_handle c = 4; c <= 1000; ++c) {
    ASSERT_EQ(pool.at(c, c % 4), c);
    ASSERT_EQ(pool.at(c, (c + 1) % 4), c - 3);
    ASSERT_EQ(pool.at(c, 20), 0U);
  }
}

// Against the definition, on random clocks: with few values, so that many are equal or included.
TEST(clock_pool, joins_as_defined) {
  std::mt19937 engine(20150615);
  const auto random = [&] { return static_cast<std::uint32_t>(engine()); };
  clock_pool pool(width);
  std::vector<counters> all{counters{}};
  for (int k = 0; k < 20'000; ++k) {
    const clock_handle a = random() % pool.size();
    const clock_handle b = random() % pool.size();
    const thread_id t = random() % width;
    const std::uint32_t count = random() % 4;
    counters expected = all[a];
    for (thread_id u = 0; u < width; ++u) expected[u] = std::max(expected[u], all[b][u]);
    expected[t] = std::max(expected[t], count);
    const clock_handle c = pool.join(a, b, t, count);
    if (c == all.size()) all.push_back(expected);
    ASSERT_EQ(counters_of(pool, c), expected);
    if (pool.size() > 200) {
      pool.clear();
      all.resize(1);
    }
  }
}

}  // namespace
}  // namespace suture
