#include "cli/budget.hpp"

#include <gtest/gtest.h>

#include "cli/exit_status.hpp"

namespace cli {
namespace {

TEST(Budget, is_a_time) {
  EXPECT_DOUBLE_EQ(parse_budget("30s").seconds, 30);
  EXPECT_DOUBLE_EQ(parse_budget("1.5s").seconds, 1.5);
  EXPECT_DOUBLE_EQ(parse_budget("200ms").seconds, 0.2);
  EXPECT_DOUBLE_EQ(parse_budget("2m").seconds, 120);
  EXPECT_EQ(parse_budget("30s").runs, 0U);
}

TEST(Budget, is_a_number_of_runs) {
  EXPECT_EQ(parse_budget("20000runs").runs, 20'000U);
  EXPECT_EQ(parse_budget("1run").runs, 1U);
  EXPECT_EQ(parse_budget("20000runs").seconds, 0);
}

TEST(Budget, is_nothing_else) {
  for (const char* text : {"", "s", "runs", "30", "-1s", "0s", "0runs", "1.5runs", "1e3s", "30 s",
                           "30h", "1.2.3s", "99999999999999999999runs", "nans", "30sruns"}) {
    EXPECT_THROW(parse_budget(text), wrong_use) << text;
  }
}

}  // namespace
}  // namespace cli
