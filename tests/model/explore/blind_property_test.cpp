// Counting refcounts blind against counting them as the updates they are written as: the same
// outcomes and the same executions as far as they can be told apart, each once, under sc; none
// missing under rc11.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/explorer.hpp"
#include "model/sync/sync.hpp"
#include "tests/oracle/generate.hpp"
#include "tests/support/all_runs.hpp"
#include "tests/support/program_body.hpp"
#include "tests/support/property.hpp"

namespace suture::testing {
namespace {

const oracle::shape counters{.per_thread = 5,
                             .total = 9,
                             .locations = 1,
                             .counters = 1,
                             .load = 2,
                             .store = 2,
                             .update = 1,
                             .cas = 1,
                             .fence = 1,
                             .branch = 2,
                             .refcount = 12};
// Refcounts on words that are otherwise used too, so that blind counting must be given up.
const oracle::shape mixed{.per_thread = 4, .total = 7, .locations = 2, .refcount = 6};

// Some change their count by two.
oracle::program with_amounts(oracle::program p, const std::vector<bool>& twice) {
  std::size_t next = 0;
  for (auto& thread : p.threads) {
    for (oracle::instruction& i : thread) {
      const bool counts =
          i.what == oracle::action::add_unread || i.what == oracle::action::sub_and_test;
      if (counts && next < twice.size() && twice[next++]) i.operand = 2;
    }
  }
  return p;
}

oracle::program a_program(const oracle::shape& s) {
  oracle::program p = *oracle::programs(s);
  return with_amounts(std::move(p), *rc::gen::arbitrary<std::vector<bool>>());
}

using register_files = std::vector<std::vector<oracle::value_type>>;

template <class Keys>
std::set<std::string> keys(const Keys& counted) {
  std::set<std::string> result;
  for (const auto& [text, times] : counted) result.insert(text);
  return result;
}

std::string missing(const std::set<std::string>& from, const std::set<std::string>& all) {
  for (const std::string& text : all) {
    if (!from.contains(text)) return text;
  }
  return "";
}

class blind_property : public ::testing::TestWithParam<const char*> {
 protected:
  program_runner runner{GetParam()};
  bool exact = std::string_view(GetParam()) == "sc";

  runs_seen search(const oracle::program& p, bool blind, refcounts shown) {
    exhaustive s(runner.model(), blind);
    runs_seen seen = runner.run(p, s, 1'000'000, shown);
    RC_ASSERT(seen.trouble == "");
    RC_ASSERT(seen.exhausted);
    return seen;
  }

  void compare_outcomes(const runs_seen& blind, const runs_seen& plain) {
    for (const oracle::outcome& o : plain.outcomes) RC_ASSERT(blind.outcomes.contains(o));
    if (exact) RC_ASSERT(blind.outcomes == plain.outcomes);
  }
};

TEST_P(blind_property, sees_the_same_executions) {
  check_property(
      [&] {
        const oracle::program p = a_program(counters);
        const runs_seen plain = search(p, false, refcounts::blind);
        const runs_seen blind = search(p, true, refcounts::blind);
        const auto all = keys(plain.complete);
        const auto seen = keys(blind.complete);
        RC_ASSERT(missing(seen, all) == "");
        if (exact) RC_ASSERT(missing(all, seen) == "");
        compare_outcomes(blind, plain);
        RC_CLASSIFY(blind.runs < plain.runs, "fewer runs");
      },
      3000);
}

TEST_P(blind_property, sees_none_twice) {
  check_property(
      [&] {
        const runs_seen blind = search(a_program(counters), true, refcounts::as_they_are);
        for (const auto& [text, times] : blind.complete) {
          RC_ASSERT(std::make_pair(text, times) == std::make_pair(text, 1U));
        }
      },
      2000);
}

// Where rc11 lets the search see too much, no error rests on it: a check that only an outcome too
// many could fail does not fail.
TEST_P(blind_property, reports_the_same_errors) {
  check_property(
      [&] {
        program_body program(a_program(counters));
        const runs_seen plain = search(program.code(), false, refcounts::as_they_are);
        const runs_seen blind = search(program.code(), true, refcounts::as_they_are);
        std::set<register_files> all, seen;
        for (const oracle::outcome& o : plain.outcomes) all.insert(o.registers);
        for (const oracle::outcome& o : blind.outcomes) seen.insert(o.registers);
        std::set<register_files> excess;
        std::set_difference(seen.begin(), seen.end(), all.begin(), all.end(),
                            std::inserter(excess, excess.end()));
        const auto wanted = *rc::gen::elementOf(excess.empty() ? seen : excess);
        exhaustive s(runner.model(), true);
        const exploration found = explore(
            runner.machine(),
            [&] {
              program.body()();
              sync::check(program.registers() != wanted, "not this outcome");
            },
            s, limits{}, budget{});
        RC_ASSERT(found.found.has_value() == all.contains(wanted));
      },
      1000);
}

TEST_P(blind_property, gives_up_where_the_word_is_used_otherwise) {
  check_property(
      [&] {
        const oracle::program p = a_program(mixed);
        compare_outcomes(search(p, true, refcounts::as_they_are),
                         search(p, false, refcounts::as_they_are));
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
  exhaustive blind(runner.model(), true);
  const oracle::outcome weak{neither, {1, 1, 1}};
  EXPECT_TRUE(runner.run(program.code(), blind, 100).outcomes.contains(weak));
  exhaustive again(runner.model(), true);
  const exploration result = explore(
      runner.machine(),
      [&] {
        program.body()();
        sync::check(program.registers() != neither, "one of them came second");
      },
      again, limits{}, budget{});
  EXPECT_TRUE(result.exhausted);
  EXPECT_FALSE(result.found.has_value());
}

INSTANTIATE_TEST_SUITE_P(models, blind_property, ::testing::Values("sc", "rc11"),
                         [](const auto& one) { return std::string(one.param); });

}  // namespace
}  // namespace suture::testing
