// What draws its runs, against the definition of the memory models: it sees nothing that is not
// allowed; and run i under a seed is the same, whoever makes it.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "model/explore/make_strategy.hpp"
#include "tests/oracle/enumerate.hpp"
#include "tests/oracle/generate.hpp"
#include "tests/support/all_runs.hpp"
#include "tests/support/property.hpp"

namespace suture::testing {
namespace {

const oracle::shape everything{.total = 9, .lock = 3, .await = 2, .choose = 1, .refcount = 1};

using of = std::pair<std::string, std::string>;  // strategy, memory model

class sampler_property : public ::testing::TestWithParam<of> {
 protected:
  std::unique_ptr<strategy> sampler(std::uint64_t seed, std::uint64_t first = 0,
                                    std::uint64_t step = 1) {
    return make_strategy(GetParam().first, runner.model(),
                         {.seed = seed, .first_sample = first, .sample_step = step});
  }

  program_runner runner{GetParam().second};
};

TEST_P(sampler_property, sees_only_what_is_allowed) {
  check_property(
      [&] {
        const oracle::program p = *oracle::programs(everything);
        const auto seed = *rc::gen::arbitrary<std::uint64_t>();
        const runs_seen seen = runner.run(p, *sampler(seed), 40);
        const oracle::outcome_set all =
            oracle::enumerate(p, oracle::model_named(GetParam().second));
        RC_ASSERT(seen.trouble == "");
        RC_ASSERT(seen.moot == 0U);
        for (const auto& [text, times] : seen.complete) RC_ASSERT(all.complete.contains(text));
        for (const auto& [text, times] : seen.blocked) RC_ASSERT(all.blocked.contains(text));
        for (const oracle::outcome& o : seen.outcomes) RC_ASSERT(all.outcomes.contains(o));
      },
      200);
}

TEST_P(sampler_property, makes_the_same_runs_in_several_parts) {
  check_property(
      [&] {
        const oracle::program p = *oracle::programs(everything);
        const auto seed = *rc::gen::arbitrary<std::uint64_t>();
        const runs_seen whole = runner.run(p, *sampler(seed), 12);
        std::map<std::string, unsigned> parts;
        for (std::uint64_t part = 0; part < 3; ++part) {
          for (const auto& [text, times] : runner.run(p, *sampler(seed, part, 3), 4).complete) {
            parts[text] += times;
          }
        }
        RC_ASSERT(parts == whole.complete);
      },
      100);
}

std::vector<of> all_samplers() {
  std::vector<of> all;
  for (const strategy_kind* k : strategy_kinds()) {
    if (!k->traits.samples) continue;
    for (const char* model : {"sc", "rc11"}) all.emplace_back(example_of(*k), model);
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(each, sampler_property, ::testing::ValuesIn(all_samplers()),
                         [](const auto& one) {
                           std::string name = one.param.first;
                           name.resize(std::min(name.size(), name.find(':')));
                           return name + "_" + one.param.second;
                         });

}  // namespace
}  // namespace suture::testing
