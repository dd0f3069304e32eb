// Atomics of sixteen bytes and of floating-point numbers.
#include <limits>

#include "tests/model/sync/engine_verdict.hpp"

namespace {

using suture::testing::ending_of;
using suture::testing::kind_of;

struct node {
  node* next = nullptr;
};
struct tagged {
  node* top = nullptr;
  std::uint64_t tag = 0;
  bool operator==(const tagged&) const = default;
};

// The value is changed and changed back between another thread's look and its exchange. With a tag
// that only grows the exchange notices; by the pointer alone it does not.
template <bool Tagged>
void exchange_beside_aba() {
  node a, b;
  sync::atomic<tagged> top{tagged{&a, 0}};
  bool taken = false, changed = false;
  sync::parallel(
      [&] {
        tagged seen = top.load();
        taken = seen.tag == 0 && top.compare_exchange_strong(seen, tagged{nullptr, 9});
      },
      [&] {
        tagged seen{&a, 0};
        changed = top.compare_exchange_strong(seen, tagged{&b, 1});
        if (changed) top.store(tagged{&a, Tagged ? 2U : 0U});
      });
  sync::check(!taken || !changed, "who takes it has seen what it takes");
}

TEST(engine_wide_atomic, compares_all_of_its_value) {
  EXPECT_EQ(kind_of(exchange_beside_aba<true>), "verified");
  EXPECT_EQ(kind_of(exchange_beside_aba<false>), "check");
}

TEST(engine_wide_atomic, comes_to_the_same_with_any_number_of_workers) {
  suture::options how;
  const auto alone = ending_of(exchange_beside_aba<true>, how);
  how.jobs = 2;
  const auto two = ending_of(exchange_beside_aba<true>, how);
  EXPECT_EQ(alone.kind, two.kind);
  EXPECT_EQ(alone.executions, two.executions);
}

TEST(engine_wide_atomic, is_never_torn) {
  EXPECT_EQ(kind_of([] {
              struct pair {
                std::uint64_t a, b;
              };
              sync::atomic<pair> p{pair{0, 0}};
              sync::parallel(
                  [&] {
                    p.store(pair{1, 1}, std::memory_order_relaxed);
                  },
                  [&] {
                    const pair seen = p.load(std::memory_order_relaxed);
                    sync::check(seen.a == seen.b, "whole");
                  });
            }),
            "verified");
}

TEST(engine_floating_atomic, loses_no_addition) {
  EXPECT_EQ(kind_of([] {
              sync::atomic<double> sum{0.0};
              const auto add = [&] { sum.fetch_add(0.5, std::memory_order_relaxed); };
              sync::parallel(add, add);
              sync::check(sum == 1.0, "both");
            }),
            "verified");
  EXPECT_EQ(kind_of([] {
              sync::atomic<float> sum{0.0F};
              const auto add = [&] { sum = sum.load() + 0.5F; };
              sync::parallel(add, add);
              sync::check(sum == 1.0F, "one is lost");
            }),
            "check");
}

// Addition of floating-point numbers is not associative: the order shows.
TEST(engine_floating_atomic, adds_in_every_order) {
  EXPECT_EQ(kind_of([] {
              constexpr float large = 16777216.0F;  // 2^24: one more is lost
              sync::atomic<float> sum{0.0F};
              sync::parallel([&] { sum.fetch_add(large); }, [&] { sum.fetch_sub(large); },
                             [&] { sum.fetch_add(1.0F); });
              sync::check(sum == 1.0F, "not in every order");
            }),
            "check");
}

TEST(engine_floating_atomic, is_shown_as_a_number) {
  const auto e = ending_of([] {
    sync::atomic<double> half{0.5};
    sync::label(half, "half");
    half.fetch_add(0.25);
    sync::check(false, "look");
  });
  EXPECT_NE(e.text.find("half: 0.5 → 0.75"), std::string::npos) << e.text;
}

TEST(engine_wide_atomic, is_shown_by_its_words) {
  const auto e = ending_of([] {
    struct stamped {
      int* p;
      std::uint64_t stamp;
    };
    int* const block = sync::make<int>(1);
    sync::label(block, "the block");
    sync::atomic<stamped> s{stamped{block, 1}};
    sync::label(s, "s");
    s.store(stamped{nullptr, 7});
    sync::check(false, "look");
  });
  EXPECT_NE(e.text.find("s = {0, 7}"), std::string::npos) << e.text;
}

}  // namespace
