// The assertions for GoogleTest, and memory that only a lock makes safe.
#include <gtest/gtest.h>

#include <suture/gtest.hpp>
#include <suture/suture.hpp>

namespace {

TEST(Counter, no_lost_update) {
  EXPECT_VERIFIED(suture::check([] {
    sync::atomic<int> n{0};
    sync::parallel([&] { n.fetch_add(1); }, [&] { n.fetch_add(1); });
    sync::check(n.load() == 2, "both increments count");
  }));
}

TEST(Counter, plain_data_under_a_lock_is_no_race) {
  EXPECT_VERIFIED(suture::check([] {
    sync::var<int> n{0};
    sync::mutex lock;
    const auto increment = [&] {
      sync::lock_guard<sync::mutex> held(lock);
      n = n + 1;
    };
    sync::parallel(increment, increment);
    sync::check(n == 2, "both increments count");
  }));
}

TEST(Counter, plain_data_without_one_is) {
  const suture::result found = suture::check([] {
    sync::var<int> n{0};
    const auto increment = [&] { n = n + 1; };
    sync::parallel(increment, increment);
  });
  EXPECT_FINDING(found, "race");
}

}  // namespace
