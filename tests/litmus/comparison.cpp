#include "tests/litmus/comparison.hpp"

#include <gtest/gtest.h>

#include "litmus/explore.hpp"
#include "tests/litmus/definition.hpp"

namespace suture::litmus {

comparison compare_with_definition(const test& t, std::string_view memory) {
  const auto defined = define(t, oracle::model_named(memory));
  if (!defined) return comparison::beyond_the_oracle;
  const observations seen = explore_test(t, memory);
  EXPECT_TRUE(seen.exhausted) << memory;
  EXPECT_EQ(seen.race.has_value(), defined->race) << memory;
  if (defined->race) return comparison::same_race;
  EXPECT_EQ(seen.states, defined->states) << memory;
  EXPECT_EQ(seen.positive, defined->positive) << memory;
  EXPECT_EQ(seen.negative, defined->negative) << memory;
  EXPECT_EQ(seen.filtered, defined->filtered) << memory;
  return comparison::same;
}

}  // namespace suture::litmus
