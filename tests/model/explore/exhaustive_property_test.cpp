// The exhaustive search against the definition of the memory models, on random programs.
#include <gtest/gtest.h>

#include "tests/model/explore/agreement.hpp"
#include "tests/support/property.hpp"

namespace suture::testing {
namespace {

using choice = std::tuple<const char*, family>;

class exhaustive_search : public ::testing::TestWithParam<choice> {};

TEST_P(exhaustive_search, sees_what_the_oracle_lists) {
  const auto& [model, family] = GetParam();
  program_runner runner(model);
  check_property([&, &shape = family.shape] { sees_what_the_oracle_lists(runner, shape); },
                 family.programs);
}

std::string name_of(const ::testing::TestParamInfo<choice>& one) {
  return std::string(std::get<0>(one.param)) + "_" + std::get<1>(one.param).name;
}

INSTANTIATE_TEST_SUITE_P(models, exhaustive_search,
                         ::testing::Combine(::testing::Values("sc", "tso", "rc11"),
                                            ::testing::ValuesIn(families())),
                         name_of);

}  // namespace
}  // namespace suture::testing
