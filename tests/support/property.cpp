#include "tests/support/property.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <random>
#include <sstream>

namespace suture::testing {

namespace {

constexpr std::uint64_t usual_seed = 20150615;

rc::detail::TestParams parameters(int cases) {
  rc::detail::Configuration defaults;
  defaults.testParams.seed = usual_seed;
  defaults.testParams.maxSuccess = cases;
  if (const int factor = soak_factor(); factor > 0) {
    defaults.testParams.seed = std::random_device()();
    defaults.testParams.maxSuccess = cases * factor;
  }
  const char* asked = std::getenv("RC_PARAMS");
  return rc::detail::configFromString(asked != nullptr ? asked : "", defaults).testParams;
}

}  // namespace

int soak_factor() {
  const char* factor = std::getenv("SUTURE_SOAK");
  return factor != nullptr ? std::atoi(factor) : 0;
}

void check_property(const std::function<void()>& property, int cases) {
  const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
  rc::detail::TestMetadata metadata;
  metadata.id = std::string(info->test_suite_name()) + "/" + info->name();
  metadata.description = info->name();
  const auto result = rc::detail::checkTestable(property, metadata, parameters(cases));
  std::ostringstream text;
  printResultMessage(result, text);
  if (!result.is<rc::detail::SuccessResult>()) FAIL() << text.str();
  std::cout << text.str() << "\n";
}

bool property_holds(const std::function<void()>& property, int cases) {
  rc::detail::TestParams p = parameters(cases);
  p.disableShrinking = true;
  const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata{}, p);
  return result.is<rc::detail::SuccessResult>();
}

}  // namespace suture::testing
