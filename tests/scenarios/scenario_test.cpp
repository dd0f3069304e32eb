#include "scenarios/scenario.hpp"

#include <gtest/gtest.h>

namespace {

using scenarios::variant;

TEST(variant, takes_its_id_apart) {
  const variant v{.id = "str.utf8_cache/lock=none,publish=relaxed"};
  EXPECT_EQ(v.family(), "str");
  EXPECT_EQ(v.situation(), "str.utf8_cache");
  EXPECT_EQ(v.axes(), "lock=none,publish=relaxed");

  const variant plain{.id = "str.utf8_cache"};
  EXPECT_EQ(plain.situation(), "str.utf8_cache");
  EXPECT_EQ(plain.axes(), "");
}

TEST(variant, may_expect_something_else_under_another_model) {
  variant v{.id = "a.b", .expected = "race"};
  EXPECT_EQ(v.expected_under("rc11"), "race");
  EXPECT_EQ(v.expected_under("sc"), "race");
  v.otherwise = scenarios::verified_under_sc;
  EXPECT_EQ(v.expected_under("rc11"), "race");
  EXPECT_EQ(v.expected_under("tso"), "race");
  EXPECT_EQ(v.expected_under("sc"), "verified");
  v.otherwise = scenarios::verified_up_to_tso;
  EXPECT_EQ(v.expected_under("rc11"), "race");
  EXPECT_EQ(v.expected_under("tso"), "verified");
  EXPECT_EQ(v.expected_under("sc"), "verified");
}

TEST(verdicts, are_verified_and_the_finding_kinds) {
  EXPECT_TRUE(scenarios::is_verdict("verified"));
  EXPECT_TRUE(scenarios::is_verdict("uninitialised-read"));
  EXPECT_FALSE(scenarios::is_verdict(""));
  EXPECT_FALSE(scenarios::is_verdict("Race"));
}

}  // namespace
