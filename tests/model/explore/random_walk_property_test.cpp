// The random walk against the definition: it sees nothing that the memory model does not allow, and
// of a small program, given time, everything.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "model/explore/sampling/random_walk.hpp"
#include "tests/oracle/enumerate.hpp"
#include "tests/oracle/generate.hpp"
#include "tests/support/all_runs.hpp"
#include "tests/support/property.hpp"

namespace suture::testing {
namespace {

using counted = std::map<std::string, unsigned>;

const oracle::shape everything{.total = 9, .lock = 3, .await = 2, .choose = 1, .refcount = 1};
const oracle::shape little{
    .per_thread = 3, .total = 5, .locations = 2, .lock = 1, .await = 1, .choose = 1};

std::string excess(const counted& seen, const std::set<std::string>& all) {
  for (const auto& [text, times] : seen) {
    if (!all.contains(text)) return "not allowed: " + text;
  }
  return "";
}

std::string lack(const counted& seen, const std::set<std::string>& all) {
  for (const std::string& text : all) {
    if (!seen.contains(text)) return "never seen: " + text;
  }
  return "";
}

class random_walk_property : public ::testing::TestWithParam<const char*> {
 protected:
  program_runner runner{GetParam()};

  oracle::outcome_set enumerate(const oracle::program& p) const {
    return oracle::enumerate(p, oracle::model_named(GetParam()));
  }
};

TEST_P(random_walk_property, sees_only_what_is_allowed) {
  check_property(
      [&] {
        const oracle::program p = *oracle::programs(everything);
        const auto seed = *rc::gen::arbitrary<std::uint64_t>();
        random_walk walk(seed, runner.model());
        const runs_seen seen = runner.run(p, walk, 40);
        const oracle::outcome_set all = enumerate(p);
        RC_ASSERT(seen.trouble == "");
        RC_ASSERT(seen.moot == 0U);
        RC_ASSERT(excess(seen.complete, all.complete) == "");
        RC_ASSERT(excess(seen.blocked, all.blocked) == "");
        for (const oracle::outcome& o : seen.outcomes) RC_ASSERT(all.outcomes.contains(o));
        for (const oracle::outcome& o : seen.blocked_outcomes) {
          RC_ASSERT(all.blocked_outcomes.contains(o));
        }
      },
      2000);
}

TEST_P(random_walk_property, sees_everything_in_the_end) {
  check_property(
      [&] {
        const oracle::program p = *oracle::programs(little);
        const oracle::outcome_set all = enumerate(p);
        random_walk walk(1, runner.model());
        counted complete, blocked;
        for (int batch = 0; batch < 50; ++batch) {
          runs_seen seen = runner.run(p, walk, 400);
          RC_ASSERT(seen.trouble == "");
          complete.merge(seen.complete);
          blocked.merge(seen.blocked);
          if (complete.size() == all.complete.size() && blocked.size() == all.blocked.size()) break;
        }
        RC_ASSERT(lack(complete, all.complete) == "");
        RC_ASSERT(lack(blocked, all.blocked) == "");
      },
      300);
}

// A weak compare-exchange that knows of a newer write, but does not see it, may fail by chance too.
TEST(random_walk, lets_a_compare_exchange_fail_by_chance_on_an_old_value) {
  constexpr auto rlx = std::memory_order_relaxed;
  const oracle::program p{
      .locations = {0, 0},
      .threads = {{oracle::store(0, 1, rlx), oracle::store(1, 1, rlx)},
                  {oracle::load(0, 1, rlx), oracle::cas_weak(1, 2, 0, 0, 5, rlx, rlx, true)}}};
  program_runner runner("rc11");
  random_walk walk(1, runner.model());
  const runs_seen seen = runner.run(p, walk, 5000);
  const oracle::outcome_set all = oracle::enumerate(p, oracle::model::rc11);
  EXPECT_EQ(lack(seen.complete, all.complete), "");
}

INSTANTIATE_TEST_SUITE_P(models, random_walk_property, ::testing::Values("sc", "tso", "rc11"),
                         [](const auto& one) { return std::string(one.param); });

}  // namespace
}  // namespace suture::testing
