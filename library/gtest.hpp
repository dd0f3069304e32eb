// Suture in GoogleTest: a test whose body is checked, and assertions on results. A failure shows
// the interleaving and the token.
//
//   SUTURE_TEST(Counter, adds) {
//     sync::atomic<int> n{0};
//     sync::parallel([&] { n.fetch_add(1); }, [&] { n.fetch_add(1); });
//     sync::check(n.load() == 2, "both increments count");
//   }
//
//   TEST(Counter, races) {
//     EXPECT_VERIFIED([] { … });                                 a body,
//     EXPECT_VERIFIED([] { … }, suture::options{.seed = 2});     with options,
//     EXPECT_FINDING("race", [] { … });                          or the result of a check
//     EXPECT_FINDING("race", suture::check([] { … }));
//   }
//
// In such a body nothing of GoogleTest says anything of a run: use sync::check there.
//
// A check that was given no name has that of its test, "Counter.races". What the environment asks
// reaches every check of the program:
//
//   SUTURE_REPLAY=TOKEN    the check that the token is of repeats its run, and prints it; where
//                          there is none the program fails and says why. @FILE: the token in it
//   SUTURE_BUDGET=SECONDS  for each
//   SUTURE_STRATEGY=NAME
//   SUTURE_SEED=N
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <iostream>
#include <string_view>

#include "library/gtest_names.hpp"
#include "library/suture.hpp"

namespace suture::gtest {

// Whoever replays wants to see the run, whatever came of it.
inline ::testing::AssertionResult holds(const result& r) {
  if (r.replayed) std::cout << r.explanation;
  return ::testing::AssertionSuccess();
}

// Verified; or passed, where the strategy that was asked for never verifies, and in a replay.
inline ::testing::AssertionResult verified(const result& r) {
  if (r.verdict == verdict::verified) return holds(r);
  if (r.verdict == verdict::passed && (r.sampled || r.replayed)) return holds(r);
  return ::testing::AssertionFailure() << "not verified: " << r.to_string();
}

inline ::testing::AssertionResult verified(const std::function<void()>& body,
                                           const options& how = {}) {
  return verified(check(body, how));
}

inline ::testing::AssertionResult has_finding(std::string_view kind, const result& r) {
  for (const finding& f : r.findings) {
    if (f.kind == kind) return holds(r);
  }
  return ::testing::AssertionFailure() << "no finding of kind " << kind << ": " << r.to_string();
}

inline ::testing::AssertionResult has_finding(std::string_view kind,
                                              const std::function<void()>& body,
                                              const options& how = {}) {
  return has_finding(kind, check(body, how));
}

inline ::testing::AssertionResult has_finding(const result& r, std::string_view kind) {
  return has_finding(kind, r);
}

}  // namespace suture::gtest

// `__VA_ARGS__`, because commas within the braces of a body would divide it into arguments. The
// switch keeps an `else` behind the assertion from becoming its own.
#define SUTURE_ASSERTION(held, otherwise)                      \
  switch (0)                                                   \
  case 0:                                                      \
  default:                                                     \
    if (const ::testing::AssertionResult suture_held = (held)) \
      ;                                                        \
    else                                                       \
      otherwise << suture_held.message()  // NOLINT(bugprone-macro-parentheses): may be a return

#define EXPECT_VERIFIED(...) SUTURE_ASSERTION(::suture::gtest::verified(__VA_ARGS__), ADD_FAILURE())
#define ASSERT_VERIFIED(...) SUTURE_ASSERTION(::suture::gtest::verified(__VA_ARGS__), FAIL())
#define EXPECT_FINDING(...) \
  SUTURE_ASSERTION(::suture::gtest::has_finding(__VA_ARGS__), ADD_FAILURE())
#define ASSERT_FINDING(...) SUTURE_ASSERTION(::suture::gtest::has_finding(__VA_ARGS__), FAIL())

// A test whose body, which follows, is verified. Behind the name options may be given as they are
// in braces: SUTURE_TEST(Counter, adds, .memory = "sc", .jobs = 2) { … }
#define SUTURE_TEST(suite, name, ...)                                                 \
  static void suture_body_of_##suite##_##name();                                      \
  TEST(suite, name) {                                                                 \
    EXPECT_VERIFIED(suture_body_of_##suite##_##name, ::suture::options{__VA_ARGS__}); \
  }                                                                                   \
  static void suture_body_of_##suite##_##name()
