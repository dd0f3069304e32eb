// Checks go by the names of GoogleTest's tests: in reports, in tokens, and for SUTURE_REPLAY. Comes
// with <suture/gtest.hpp>. Internal.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "library/environment.hpp"

namespace suture::gtest::detail {

// "Counter.no_lost_update", for each check in that test.
inline std::optional<test_under_way> test_of_this_check() {
  const ::testing::TestInfo* const test = ::testing::UnitTest::GetInstance()->current_test_info();
  if (test == nullptr) return std::nullopt;
  const std::string name = std::string(test->test_suite_name()) + "." + test->name();
  return test_under_way{name, "--gtest_filter=" + name};
}

// A token that nothing was done with would look like a run without a finding.
class replaying : public ::testing::Environment {
  void TearDown() override {
    const std::string why = why_not_replayed();
    if (!why.empty()) ADD_FAILURE() << "SUTURE_REPLAY: " << why;
  }
};

inline bool take_part() {
  name_checks_by(test_of_this_check);
  ::testing::AddGlobalTestEnvironment(new replaying);
  return true;
}

inline const bool takes_part = take_part();

}  // namespace suture::gtest::detail
