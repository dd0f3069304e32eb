#include "scenarios/nearest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

namespace {

using scenarios::edit_distance;
using scenarios::nearest;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(edit_distance, counts_insertions_deletions_and_replacements) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("lock", "lock"), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("lock", "look"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

RC_GTEST_PROP(edit_distance, is_a_metric,
              (const std::string& a, const std::string& b, const std::string& c)) {
  RC_ASSERT((edit_distance(a, b) == 0) == (a == b));
  RC_ASSERT(edit_distance(a, b) == edit_distance(b, a));
  RC_ASSERT(edit_distance(a, c) <= edit_distance(a, b) + edit_distance(b, c));
  RC_ASSERT(edit_distance(a, b) <= std::max(a.size(), b.size()));
}

const std::vector<std::string> names = {"str.utf8_cache", "str.wstr_cache", "str.hash_cache",
                                        "lock.futex_recursion"};

TEST(nearest, offers_what_a_slip_of_the_finger_meant) {
  EXPECT_THAT(nearest("str.utf_cache", names, 1), ElementsAre("str.utf8_cache"));
  EXPECT_THAT(nearest("lock.futex_recurson", names, 3), ElementsAre("lock.futex_recursion"));
}

TEST(nearest, offers_first_what_contains_the_text) {
  EXPECT_THAT(nearest("recursion", names, 3), ElementsAre("lock.futex_recursion"));
  EXPECT_THAT(nearest("cache", names, 2), ElementsAre("str.utf8_cache", "str.wstr_cache"));
}

TEST(nearest, offers_nothing_where_nothing_is_near) {
  EXPECT_THAT(nearest("completely.different", names, 3), IsEmpty());
  EXPECT_THAT(nearest("", names, 3), IsEmpty());
  EXPECT_THAT(nearest("str.utf8_cache", {}, 3), IsEmpty());
}

}  // namespace
