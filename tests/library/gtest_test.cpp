#include "library/gtest.hpp"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

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
  EXPECT_NONFATAL_FAILURE(EXPECT_VERIFIED(check(leaking)), "suture::replay(body, \"suture1.check.");
}

TEST(Gtest, shows_what_was_found_instead) {
  EXPECT_NONFATAL_FAILURE(EXPECT_FINDING(check(leaking), "race"), "no finding of kind race: found");
  EXPECT_NONFATAL_FAILURE(EXPECT_FINDING(check(atomic_increments), "race"), "verified: every");
}

TEST(Gtest, takes_no_unfinished_search_for_a_proof) {
  EXPECT_NONFATAL_FAILURE(
      EXPECT_VERIFIED(check(many_increments, {.strategy = "exhaustive", .max_executions = 10})),
      "after which the budget was used up");
}

}  // namespace
}  // namespace suture
