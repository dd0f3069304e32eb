#include "report/columns.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

namespace suture::report {
namespace {

using widths = std::vector<std::size_t>;

TEST(Columns, stay_as_they_are_where_they_fit) {
  EXPECT_EQ(narrowed({4, 30, 30}, 64, 6), (widths{4, 30, 30}));
  EXPECT_EQ(narrowed({200}, 10, 6), (widths{200}));
  EXPECT_EQ(narrowed({}, 10, 6), widths{});
}

TEST(Columns, give_way_the_widest_first) {
  EXPECT_EQ(narrowed({4, 30, 20, 30}, 64, 6), (widths{4, 15, 15, 30}));
  EXPECT_EQ(narrowed({4, 30, 30, 30}, 40, 6), (widths{4, 6, 6, 30}));
}

RC_GTEST_PROP(Columns, fit_or_are_as_narrow_as_they_may, ()) {
  const auto one = *rc::gen::container<widths>(rc::gen::inRange<std::size_t>(0, 60));
  const auto room = *rc::gen::inRange<std::size_t>(0, 200);
  const auto least = *rc::gen::inRange<std::size_t>(0, 10);
  const widths now = narrowed(one, room, least);
  RC_ASSERT(now.size() == one.size());
  for (std::size_t i = 0; i < now.size(); ++i) {
    RC_ASSERT(now[i] <= one[i]);
    RC_ASSERT(now[i] == one[i] || now[i] >= least);
  }
  if (one.empty()) return;
  RC_ASSERT(now.back() == one.back());
  const bool fits = std::accumulate(now.begin(), now.end(), std::size_t{0}) <= room;
  RC_ASSERT(fits ||
            std::all_of(now.begin(), now.end() - 1, [&](std::size_t c) { return c <= least; }));
}

}  // namespace
}  // namespace suture::report
