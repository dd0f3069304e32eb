// The engine against the definition of the memory models: the same states, each by the same number
// of executions, and a race where there is one.
#include "tests/litmus/definition.hpp"

#include <gtest/gtest.h>

#include <set>

#include "litmus/explore.hpp"
#include "litmus/parser/read_test.hpp"
#include "tests/litmus/expectation.hpp"

namespace suture::litmus {
namespace {

// The oracle lacks bitwise operations, and a compare-exchange that expects what it has read.
const std::set<std::string> beyond_the_oracle = {"and+xor", "cas.aba", "or"};

void expect_same(const test& t, std::string_view memory, oracle::model m) {
  const auto defined = define(t, m);
  ASSERT_EQ(defined.has_value(), !beyond_the_oracle.contains(t.name));
  if (!defined) return;
  const observations seen = explore_test(t, memory);
  EXPECT_EQ(seen.race.has_value(), defined->race) << memory;
  if (defined->race) return;
  EXPECT_EQ(seen.states, defined->states) << memory;
  EXPECT_EQ(seen.positive, defined->positive) << memory;
  EXPECT_EQ(seen.negative, defined->negative) << memory;
  EXPECT_EQ(seen.filtered, defined->filtered) << memory;
}

class litmus_definition : public testing::TestWithParam<expectation> {};

TEST_P(litmus_definition, agrees_with_the_engine) {
  const test t = read_test_file(GetParam().file());
  expect_same(t, "rc11", oracle::model::rc11);
  expect_same(t, "sc", oracle::model::sc);
}

INSTANTIATE_TEST_SUITE_P(all, litmus_definition, testing::ValuesIn(read_expectations()),
                         [](const auto& tested) { return case_name(tested.param); });

}  // namespace
}  // namespace suture::litmus
