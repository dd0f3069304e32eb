// A test program as a user writes it; environment_test runs it. Two of its tests fail.
#include <gtest/gtest.h>

#include "library/gtest.hpp"

namespace {

void lose_an_update() {
  sync::atomic<int> n{0};
  const auto increment = [&] { n.store(n.load() + 1); };
  sync::parallel(increment, increment);
  sync::check(n.load() == 2, "both increments count");
}

SUTURE_TEST(Counter, adds) {
  sync::atomic<int> n{0};
  sync::parallel([&] { n.fetch_add(1); }, [&] { n.fetch_add(1); });
  sync::check(n.load() == 2, "both increments count");
}

SUTURE_TEST(Counter, loses, .memory = "sc", .jobs = 2) { lose_an_update(); }

TEST(Counter, is_checked_twice) {
  EXPECT_FINDING("race", [] {
    sync::var<int> n{0};
    sync::parallel([&] { n = 1; }, [&] { n = 2; });
  });
  EXPECT_VERIFIED(lose_an_update);
}

}  // namespace
