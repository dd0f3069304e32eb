// The number of executions of the programs that every search is judged by: litmus tests of the
// literature and the families that stateless model checkers are compared on.
#include <gtest/gtest.h>

#include "tests/oracle/litmus.hpp"
#include "tests/support/all_runs.hpp"

namespace suture::testing {
namespace {

std::vector<oracle::litmus> all_litmus() {
  std::vector<oracle::litmus> all = oracle::classic_litmus();
  for (oracle::litmus& l : oracle::family_litmus()) all.push_back(std::move(l));
  // Too large for the oracle; the counts are closed forms or the literature's.
  all.push_back({"increments 2x3", oracle::increments(2, 3), 20, 20});
  all.push_back({"increments 3x3", oracle::increments(3, 3), 1680, 1680});
  all.push_back({"increments 4x2", oracle::increments(4, 2), 2520, 2520});
  all.push_back({"increments 7", oracle::increments(7, 1), 5040, 5040});
  all.push_back({"readers 10", oracle::readers(10), 1024, 1024});
  all.push_back({"lastzero 7", oracle::lastzero(7), 320, 320});
  all.push_back({"lastzero 10", oracle::lastzero(10), 3328, 3328});
  all.push_back({"mutex 4x2", oracle::mutual_exclusion(4, 2), 2520, 2520});
  all.push_back({"refcount pairs 2x3", oracle::refcount_pairs(2, 3), 924, 924});
  all.push_back({"refcount pairs 3x2", oracle::refcount_pairs(3, 2), 34650, 34650});
  return all;
}

class litmus_counts : public ::testing::TestWithParam<const char*> {};

// One test for all programs, so that the engine is made once; each program is named on failure.
TEST_P(litmus_counts, are_those_of_the_literature) {
  const bool sc = std::string_view(GetParam()) == "sc";
  program_runner runner(GetParam());
  for (const oracle::litmus& l : all_litmus()) {
    SCOPED_TRACE(l.name);
    const runs_seen seen = runner.search(l.code);
    EXPECT_EQ(seen.trouble, "");
    EXPECT_TRUE(seen.exhausted);
    EXPECT_EQ(seen.complete.size(), sc ? l.sc : l.rc11);
    EXPECT_EQ(seen.blocked.size(), l.blocked);
    EXPECT_EQ(seen.moot, 0U);
    EXPECT_EQ(seen.runs, seen.complete.size() + seen.blocked.size()) << "some came twice";
    if (l.weak) {
      EXPECT_EQ(seen.outcomes.contains(*l.weak), !sc && l.allowed);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(models, litmus_counts, ::testing::Values("sc", "rc11"),
                         [](const auto& one) { return std::string(one.param); });

}  // namespace
}  // namespace suture::testing
