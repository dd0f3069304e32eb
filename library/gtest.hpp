// Assertions on results for GoogleTest. A failure shows the interleaving and the token.
//
//   EXPECT_VERIFIED(suture::check([] { … }));
//   EXPECT_FINDING(suture::check([] { … }), "race");
#pragma once

#include <gtest/gtest.h>

#include <string_view>

#include "library/suture.hpp"

namespace suture::gtest {

// Verified; or passed, where the strategy that was asked for never verifies.
inline ::testing::AssertionResult verified(const char*, const result& r) {
  if (r.verdict == verdict::verified) return ::testing::AssertionSuccess();
  if (r.verdict == verdict::passed && r.sampled) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "not verified: " << r.to_string();
}

inline ::testing::AssertionResult has_finding(const char*, const char*, const result& r,
                                              std::string_view kind) {
  for (const finding& f : r.findings) {
    if (f.kind == kind) return ::testing::AssertionSuccess();
  }
  return ::testing::AssertionFailure() << "no finding of kind " << kind << ": " << r.to_string();
}

}  // namespace suture::gtest

#define EXPECT_VERIFIED(result) EXPECT_PRED_FORMAT1(::suture::gtest::verified, result)
#define ASSERT_VERIFIED(result) ASSERT_PRED_FORMAT1(::suture::gtest::verified, result)
#define EXPECT_FINDING(result, kind) EXPECT_PRED_FORMAT2(::suture::gtest::has_finding, result, kind)
#define ASSERT_FINDING(result, kind) ASSERT_PRED_FORMAT2(::suture::gtest::has_finding, result, kind)
