// The exhaustive search against the definition: on random programs it sees every execution that
// the memory model allows, complete and blocked, no other, and each once.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/oracle/enumerate.hpp"
#include "tests/oracle/generate.hpp"
#include "tests/support/all_runs.hpp"
#include "tests/support/property.hpp"

namespace suture::testing {
namespace {

struct family {
  const char* name;
  oracle::shape shape;
  int programs;
};

const family families[] = {
    {"accesses", {}, 2000},
    {"two_locations", {.per_thread = 5, .total = 9, .locations = 2, .fence = 0}, 500},
    {"one_location", {.total = 7, .locations = 1, .fence = 0}, 500},
    {"updates", {.locations = 2, .load = 2, .store = 2, .update = 6, .cas = 6, .fence = 0}, 1000},
    {"weak", {.locations = 2, .load = 2, .store = 4, .update = 2, .cas = 8, .fence = 0}, 500},
    {"seq_cst", {.total = 9, .fence = 5, .relaxed = 2, .seq_cst = 5}, 1000},
    {"locks", {.per_thread = 8, .total = 12, .locations = 2, .lock = 8}, 1000},
    {"nested_locks",
     {.per_thread = 8,
      .total = 14,
      .locations = 1,
      .mutexes = 3,
      .load = 1,
      .store = 1,
      .update = 0,
      .cas = 0,
      .fence = 0,
      .lock = 12},
     500},
    {"awaits", {.locations = 2, .await = 6}, 1000},
    {"choices", {.choose = 4, .branch = 4}, 500},
    {"refcounts", {.locations = 1, .counters = 1, .choose = 1, .refcount = 8}, 500},
    {"everything", {.total = 9, .lock = 3, .await = 2, .choose = 1}, 1500},
};

using choice = std::tuple<const char*, family>;

class exhaustive_search : public ::testing::TestWithParam<choice> {};

TEST_P(exhaustive_search, sees_what_the_oracle_lists) {
  const auto& [model, family] = GetParam();
  program_runner runner(model);
  check_property(
      [&, name = model, &shape = family.shape] {
        const oracle::program p = *oracle::programs(shape);
        const oracle::outcome_set all = enumerate(p, oracle_model(name));
        const std::string wrong = difference(runner.search(p), all);
        if (!wrong.empty()) RC_FAIL(wrong);
      },
      family.programs);
}

std::string name_of(const ::testing::TestParamInfo<choice>& info) {
  return std::string(std::get<0>(info.param)) + "_" + std::get<1>(info.param).name;
}

INSTANTIATE_TEST_SUITE_P(models, exhaustive_search,
                         ::testing::Combine(::testing::Values("sc", "rc11"),
                                            ::testing::ValuesIn(families)),
                         name_of);

}  // namespace
}  // namespace suture::testing
