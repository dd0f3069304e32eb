// The two sides of an asymmetric fence.
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <utility>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;

using fence = void (*)();
void light() { sync::asymmetric_thread_fence_light(); }
void heavy() { sync::asymmetric_thread_fence_heavy(); }
void full() { sync::fence(std::memory_order_seq_cst); }
void none() {}

// Store buffering. Does it happen that neither sees the other's store?
bool both_blind(fence a, fence b, const char* model = "rc11") {
  const auto seen = outcomes<std::pair<int, int>>(
      [=] {
        sync::atomic<int> x{0}, y{0};
        std::pair<int, int> r;
        sync::parallel(
            [&] {
              x.store(1, relaxed);
              a();
              r.first = y.load(relaxed);
            },
            [&] {
              y.store(1, relaxed);
              b();
              r.second = x.load(relaxed);
            });
        return r;
      },
      calm, model);
  EXPECT_TRUE(seen.contains({1, 1}));
  return seen.contains({0, 0});
}

TEST(asymmetric_fence, orders_where_one_side_is_heavy) {
  EXPECT_FALSE(both_blind(heavy, light));
  EXPECT_FALSE(both_blind(light, heavy));
  EXPECT_FALSE(both_blind(heavy, heavy));
  EXPECT_FALSE(both_blind(heavy, full));
}

TEST(asymmetric_fence, orders_nothing_where_both_sides_are_light) {
  EXPECT_TRUE(both_blind(light, light));
  EXPECT_TRUE(both_blind(light, full));
  EXPECT_TRUE(both_blind(light, none));
  EXPECT_TRUE(both_blind(heavy, none));
  EXPECT_FALSE(both_blind(light, light, "sc"));
}

// Three threads in a ring, one of them heavy: the two light ones know nothing of each other.
TEST(asymmetric_fence, does_not_order_two_light_sides_by_way_of_a_heavy_one) {
  const auto ring = [](fence a, fence b, fence c) {
    return outcomes<int>([=] {
             std::array<sync::atomic<int>, 3> x{};
             std::array<int, 3> r{};
             const auto one = [&](std::size_t i, fence f) {
               return [&, i, f] {
                 x[i].store(1, relaxed);
                 f();
                 r[i] = x[(i + 1) % 3].load(relaxed);
               };
             };
             sync::parallel(one(0, a), one(1, b), one(2, c));
             return r[0] + r[1] + r[2];
           })
        .contains(0);
  };
  EXPECT_TRUE(ring(heavy, light, light));
  EXPECT_FALSE(ring(heavy, light, heavy));
  EXPECT_FALSE(ring(heavy, heavy, heavy));
}

// Does a message of plain relaxed accesses, fenced on both sides, bring along what came before it?
bool hands_over(fence writer, fence reader) {
  const auto seen = outcomes<int>([=] {
    sync::atomic<int> data{0}, flag{0};
    int found = 1;
    sync::parallel(
        [&] {
          data.store(1, relaxed);
          writer();
          flag.store(1, relaxed);
        },
        [&] {
          if (flag.load(relaxed) == 0) return;
          reader();
          found = data.load(relaxed);
        });
    return found;
  });
  return !seen.contains(0);
}

TEST(asymmetric_fence, synchronises_with_the_other_side_only) {
  EXPECT_TRUE(hands_over(heavy, light));
  EXPECT_TRUE(hands_over(light, heavy));
  EXPECT_TRUE(hands_over(heavy, full));
  EXPECT_FALSE(hands_over(light, light));
  EXPECT_FALSE(hands_over(light, full));
  EXPECT_FALSE(hands_over(full, light));
}

// Two threads, all fences of the one heavy and all of the other light: as if all were full.
TEST(asymmetric_fence, is_a_full_one_to_two_threads_that_keep_to_their_sides) {
  std::mt19937 random(3);
  const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
  for (int i = 0; i < 200; ++i) {
    std::array<std::array<int, 4>, 2> steps{};
    for (auto& thread : steps) {
      for (int& s : thread) s = below(5);
    }
    const auto all = [&](fence a, fence b) {
      return texts_of([&] {
        sync::atomic<int> x{0}, y{0};
        std::string seen[2];
        const auto one = [&](std::size_t t, fence f) {
          return [&, t, f] {
            for (const int s : steps[t]) {
              if (s == 0) x.store(static_cast<int>(t) + 1, relaxed);
              if (s == 1) y.store(static_cast<int>(t) + 1, relaxed);
              if (s == 2) seen[t] += std::to_string(x.load(relaxed));
              if (s == 3) seen[t] += std::to_string(y.load(relaxed));
              if (s == 4) f();
            }
          };
        };
        sync::parallel(one(0, a), one(1, b));
        return seen[0] + "|" + seen[1];
      });
    };
    EXPECT_EQ(all(heavy, light), all(full, full)) << i;
  }
}

}  // namespace
}  // namespace suture::testing
