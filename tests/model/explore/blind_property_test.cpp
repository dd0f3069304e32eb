// Counting refcounts blind against counting them as the updates they are written as.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/explorer.hpp"
#include "model/sync/sync.hpp"
#include "tests/model/explore/blind_agreement.hpp"
#include "tests/support/program_body.hpp"
#include "tests/support/property.hpp"

namespace suture::testing {
namespace {

using register_files = std::vector<std::vector<oracle::value_type>>;

std::set<register_files> register_files_of(const runs_seen& seen) {
  std::set<register_files> result;
  for (const oracle::outcome& o : seen.outcomes) result.insert(o.registers);
  return result;
}

// What the search makes of a check that fails where the registers end as `wanted`.
exploration check_never(program_runner& runner, program_body& program,
                        const register_files& wanted) {
  exhaustive s(runner.model(), true);
  const auto body = [&] {
    program.body()();
    sync::check(program.registers() != wanted, "the registers end otherwise");
  };
  return explore(runner.machine(), body, s, limits{}, budget{});
}

class blind_property : public ::testing::TestWithParam<const char*> {
 protected:
  program_runner runner{GetParam()};
};

TEST_P(blind_property, sees_the_same_executions) {
  check_property([&] { counts_blind_as_one_by_one(runner); }, 3000);
}

TEST_P(blind_property, sees_none_twice) {
  check_property([&] { counts_blind_none_twice(runner); }, 2000);
}

TEST_P(blind_property, gives_up_where_the_word_is_used_otherwise) {
  check_property([&] { counts_mixed_as_one_by_one(runner); }, 1000);
}

// Where rc11 lets the search see too much, no error rests on it: a check that only an outcome too
// many could fail does not fail.
TEST_P(blind_property, reports_the_same_errors) {
  check_property(
      [&] {
        program_body program(counting_program());
        const auto all = register_files_of(search(runner, program.code(), false));
        const auto seen = register_files_of(search(runner, program.code(), true));
        std::set<register_files> excess;
        std::set_difference(seen.begin(), seen.end(), all.begin(), all.end(),
                            std::inserter(excess, excess.end()));
        const auto wanted = *rc::gen::elementOf(excess.empty() ? seen : excess);
        RC_ASSERT(check_never(runner, program, wanted).found.has_value() == all.contains(wanted));
      },
      1000);
}

// The example to remember: two decrements that acquire cannot both come first, yet blind each does.
TEST(blind_count, of_decrements_that_acquire_shows_too_much_but_reports_nothing) {
  constexpr auto rlx = std::memory_order_relaxed;
  constexpr auto both = std::memory_order_acq_rel;
  program_body program({.locations = {0, 0, 3},
                        .threads = {{oracle::store(1, 1, rlx), oracle::sub_and_test(0, 2, 1, both),
                                     oracle::load(1, 0, rlx)},
                                    {oracle::store(0, 1, rlx), oracle::sub_and_test(0, 2, 1, both),
                                     oracle::load(1, 1, rlx)}}});
  const register_files neither{{0, 0}, {0, 0}};
  program_runner runner("rc11");
  EXPECT_TRUE(register_files_of(search(runner, program.code(), true)).contains(neither));
  const exploration result = check_never(runner, program, neither);
  EXPECT_TRUE(result.exhausted);
  EXPECT_FALSE(result.found.has_value());
}

INSTANTIATE_TEST_SUITE_P(models, blind_property, ::testing::Values("sc", "tso", "rc11"),
                         [](const auto& one) { return std::string(one.param); });

}  // namespace
}  // namespace suture::testing
