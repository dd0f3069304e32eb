#include "library/gtest.hpp"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/library/bodies.hpp"

namespace suture {
namespace {

TEST(Gtest, accepts_what_is_as_expected) {
  EXPECT_VERIFIED(check(atomic_increments));
  EXPECT_VERIFIED(check([] {
    sync::atomic<int> n{0};
    sync::parallel([&] { n.fetch_add(1); }, [&] { n.fetch_add(1); });
    sync::check(n.load() == 2, "both increments count");
  }));
  EXPECT_VERIFIED(check(atomic_increments, {.strategy = "random", .max_executions = 50}));
  EXPECT_FINDING(check(racy_increments), "race");
  ASSERT_VERIFIED(check(atomic_increments));
  ASSERT_FINDING(check(leaking), "leak");
}

TEST(Gtest, shows_interleaving_and_token_where_verification_fails) {
  EXPECT_NONFATAL_FAILURE(EXPECT_VERIFIED(check(leaking)), "not verified: found: ");
  EXPECT_NONFATAL_FAILURE(EXPECT_VERIFIED(check(leaking)), "thread 2 preempted");
  EXPECT_NONFATAL_FAILURE(EXPECT_VERIFIED(check(leaking)), "SUTURE_REPLAY=suture1.");
}

TEST(Gtest, shows_what_was_found_instead) {
  EXPECT_NONFATAL_FAILURE(EXPECT_FINDING(check(leaking), "race"), "no finding of kind race: found");
  EXPECT_NONFATAL_FAILURE(EXPECT_FINDING(check(atomic_increments), "race"), "verified: every");
}

TEST(Gtest, takes_bodies_with_commas_and_options) {
  EXPECT_VERIFIED([] {
    sync::atomic<int> a{0}, b{0};
    sync::parallel([&] { a = 1, b = 1; }, [&] { b.load(), a.load(); });
  });
  EXPECT_VERIFIED(atomic_increments, options{.memory = "sc"});
  EXPECT_FINDING("race", racy_increments);
  EXPECT_FINDING("race", check(racy_increments));
  ASSERT_FINDING("race", racy_increments, options{.strategy = "random", .seed = 3});
  ASSERT_VERIFIED(atomic_increments);
}

TEST(Gtest, is_one_statement) {
  bool otherwise = false;
  if (false)
    EXPECT_VERIFIED(leaking);
  else
    otherwise = true;
  EXPECT_TRUE(otherwise);
}

SUTURE_TEST(Gtest, checks_the_body_of_a_test) { atomic_increments(); }

SUTURE_TEST(Gtest, checks_it_as_the_options_say, .strategy = "random", .max_executions = 20) {
  many_increments();
}

// GoogleTest's name, where a check has none of its own.
TEST(Gtest, gives_checks_their_names) {
  const auto name_of = [](const result& r) {
    return decode_token(r.findings.at(0).token).scenario;
  };
  EXPECT_EQ(name_of(check(leaking)), "Gtest.gives_checks_their_names");
  EXPECT_EQ(name_of(check(leaking, {.name = "mine"})), "mine");
  EXPECT_EQ(name_of(check(leaking)), "Gtest.gives_checks_their_names");
}

// Who replays wants to see what the test expects, too.
TEST(Gtest, prints_the_run_of_a_replay) {
  setenv("SUTURE_REPLAY", check(leaking, {.name = "mine"}).findings.at(0).token.c_str(), 1);
  testing::internal::CaptureStdout();
  EXPECT_FINDING("leak", leaking, options{.name = "mine"});
  unsetenv("SUTURE_REPLAY");
  EXPECT_NE(testing::internal::GetCapturedStdout().find("FOUND leak"), std::string::npos);
}

TEST(Gtest, takes_no_unfinished_search_for_a_proof) {
  EXPECT_NONFATAL_FAILURE(
      EXPECT_VERIFIED(check(many_increments, {.strategy = "exhaustive", .max_executions = 10})),
      "after which the budget was used up");
}

}  // namespace
}  // namespace suture
