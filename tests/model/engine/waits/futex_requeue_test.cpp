// Futex calls with sets of bits, and those that move sleepers.
#include <gtest/gtest.h>

#include <optional>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

using word = sync::atomic<std::uint32_t>;
using sync::futex_status;

// Two sleepers with a bit each; who is woken by `bits`?
texts woken_by(std::uint32_t bits) {
  return texts_of([=] {
    word w{0};
    sync::atomic<int> asleep{0};
    std::string woken;
    const auto sleep = [&](const char* name, std::uint32_t own) {
      return [&, name, own] {
        asleep.fetch_add(1);
        sync::futex_wait_bitset(w, 0, own);
        woken += name;
      };
    };
    std::uint32_t count = 0;
    sync::parallel(sleep("a", 1), sleep("b", 2), [&] {
      sync::spin_until([&] { return asleep.load() == 2; });
      count = sync::futex_wake_bitset(w, 1, bits);
      const std::string first = woken;
      w.store(1);
      sync::futex_wake(w, 5);
    });
    return std::to_string(count) + woken;
  });
}

TEST(futex_bitset, wakes_those_who_share_a_bit) {
  EXPECT_TRUE(woken_by(1).contains("1ab"));
  EXPECT_TRUE(woken_by(3).contains("1ba"));
  for (const std::string& text : woken_by(4)) EXPECT_EQ(text[0], '0');
}

TEST(futex_bitset, is_misused_without_any_bit) {
  EXPECT_EQ(kind_of(search([] {
              word w{0};
              sync::futex_wake_bitset(w, 1, 0);
            })),
            "misuse");
}

TEST(futex_requeue, does_nothing_where_the_word_has_changed) {
  const auto seen = outcomes<bool>([] {
    word a{1}, b{0};
    return sync::futex_cmp_requeue(a, 0, 1, 1, b).has_value();
  });
  EXPECT_EQ(seen, std::set{false});
}

// A sleeper that is moved is woken by wake-ups of the other word, and no longer by its own.
exploration moved(bool woken_there) {
  return search([=] {
    word a{0}, b{0};
    sync::thread sleeper([&] {
      while (a.load() == 0) sync::futex_wait(a, 0);
    });
    const std::optional<std::uint32_t> done = sync::futex_cmp_requeue(a, 0, 0, 1, b);
    a.store(1);
    if (done == 0U) sync::futex_wake(a, 1);
    if (done == 1U) sync::futex_wake(woken_there ? b : a, 1);
    sleeper.join();
  });
}

TEST(futex_requeue, has_sleepers_wait_elsewhere) {
  EXPECT_EQ(moved(true).counts.blocked, 0U);
  EXPECT_GT(moved(true).counts.complete, 1U);
  EXPECT_GT(moved(false).counts.blocked, 0U);
}

// A wake-up for no reason takes the sleeper out of whichever queue it is in.
TEST(futex_requeue, leaves_nobody_behind_in_a_queue) {
  limits l = calm;
  l.spurious_wakeups = 1;
  const auto seen = texts_of(
      [] {
        word a{0}, b{0};
        std::uint32_t moved = 0, late = 0;
        sync::thread sleeper([&] { sync::futex_wait(a, 0); });
        moved = sync::futex_cmp_requeue(a, 0, 0, 1, b).value_or(9);
        if (moved == 0) {
          a.store(1);
          sync::futex_wake(a, 1);
        }
        late = sync::futex_wake(b, 1);
        sleeper.join();
        const std::uint32_t left = sync::futex_wake(b, 1);
        sync::check(left == 0, "nobody sleeps there any more");
        return std::to_string(moved) + std::to_string(late);
      },
      l);
  EXPECT_TRUE(seen.contains("11"));
  EXPECT_TRUE(seen.contains("10"));  // it woke by itself meanwhile
}

// Two calls in opposite directions do not wait for each other's queues.
TEST(futex_requeue, cannot_deadlock_with_itself) {
  const exploration e = search([] {
    word a{0}, b{0};
    sync::parallel([&] { sync::futex_cmp_requeue(a, 0, 1, 1, b); },
                   [&] { sync::futex_cmp_requeue(b, 0, 1, 1, a); });
  });
  EXPECT_GT(e.counts.complete, 1U);
  EXPECT_EQ(e.counts.blocked, 0U);
}

}  // namespace
}  // namespace suture::testing
