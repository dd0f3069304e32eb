// The assertions for GoogleTest, and memory that only a lock makes safe.
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
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

SUTURE_TEST(Counter, has_no_lost_update_under_sc, .memory = "sc") {
  sync::atomic<int> n{0};
  sync::parallel([&] { n.fetch_add(1); }, [&] { n.fetch_add(1); });
  sync::check(n.load() == 2, "both increments count");
}

TEST(Counter, loses_an_update_without_one_step) {
  EXPECT_FINDING("check", [] {
    sync::atomic<int> n{0};
    const auto increment = [&] { n.store(n.load() + 1); };
    sync::parallel(increment, increment);
    sync::check(n.load() == 2, "both increments count");
  });
}

TEST(Counter, plain_data_without_one_is) {
  const suture::result found = suture::check([] {
    sync::var<int> n{0};
    const auto increment = [&] { n = n + 1; };
    sync::parallel(increment, increment);
  });
  EXPECT_FINDING(found, "race");
}

// Frames with objects that are destroyed while an exception passes, on the stacks of threads that
// take turns: what AddressSanitizer keeps of a stack must be of the right one.
TEST(Counter, exceptions_in_threads_are_their_own) {
  EXPECT_VERIFIED(suture::check([] {
    sync::atomic<int> caught{0};
    const auto work = [&] {
      const auto fail = [&](int n) {
        volatile char room[512];
        room[0] = static_cast<char>(n);
        const std::string owned(static_cast<std::size_t>(100 + room[0]), 'x');
        caught.load();
        throw std::runtime_error(owned);
      };
      try {
        fail(1);
      } catch (const std::runtime_error& e) {
        volatile char after[600];
        for (volatile char& c : after) c = e.what()[0];
        caught.fetch_add(after[17] == 'x' ? 1 : 0);
      }
    };
    sync::parallel(work, work);
    sync::check(caught.load() == 2, "both exceptions are caught");
  }));
}

}  // namespace
