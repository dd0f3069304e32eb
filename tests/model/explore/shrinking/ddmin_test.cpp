#include "model/explore/shrinking/ddmin.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace suture {
namespace {

using part = std::vector<std::size_t>;

bool contains(const part& all, const part& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

TEST(Ddmin, finds_the_part_that_matters) {
  const part matters{2, 5, 11};
  EXPECT_EQ(ddmin(16, [&](const part& p) { return contains(p, matters); }), matters);
  EXPECT_EQ(ddmin(16, [](const part&) { return true; }), part{});
  EXPECT_EQ(ddmin(3, [](const part&) { return false; }), (part{0, 1, 2}));
  EXPECT_EQ(ddmin(0, [](const part&) { return false; }), part{});
}

// An oracle of the worst sort, without any rule: it has drawn an answer for each part.
RC_GTEST_PROP(Ddmin, ends_where_no_single_one_can_go, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 12);
  const auto chances = *rc::gen::inRange<std::uint32_t>(0, 100);
  const auto salt = *rc::gen::arbitrary<std::uint32_t>();
  const auto still = [&](const part& p) {
    std::uint32_t hash = salt;
    for (const std::size_t i : p) hash = (hash ^ static_cast<std::uint32_t>(i + 1)) * 2654435761U;
    return p.size() == count || (hash >> 8U) % 100 < chances;
  };
  const part found = ddmin(count, still);
  RC_ASSERT(std::is_sorted(found.begin(), found.end()));
  RC_ASSERT(std::set<std::size_t>(found.begin(), found.end()).size() == found.size());
  for (const std::size_t i : found) RC_ASSERT(i < count);
  RC_ASSERT(still(found));
  for (std::size_t i = 0; i < found.size() && found.size() > 1; ++i) {
    part without = found;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    RC_ASSERT(!still(without));
  }
}

RC_GTEST_PROP(Ddmin, of_a_monotone_oracle_is_the_least_part, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 64);
  part matters;
  for (std::size_t i = 0; i < count; ++i) {
    if (*rc::gen::inRange(0, 6) == 0) matters.push_back(i);
  }
  std::size_t asked = 0;
  const part found = ddmin(count, [&](const part& p) {
    ++asked;
    return contains(p, matters);
  });
  RC_ASSERT(found == matters);
  RC_ASSERT(asked <= count * count + 3 * count + 1);  // the bound of the paper
}

}  // namespace
}  // namespace suture
