#include "scenarios/generated/draw.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace {

using namespace scenarios::generated;  // NOLINT: the names are what is under test

std::size_t size_of(const test_case& c) {
  std::size_t steps = c.prefix.size();
  for (const auto& thread : c.threads) steps += thread.size();
  return steps;
}

TEST(Draw, a_seed_and_a_number_make_one_case) {
  const range from{&dict_container()};
  EXPECT_EQ(draw(from, 3, 5), draw(from, 3, 5));
  std::set<std::string> ids;
  for (std::uint64_t number = 0; number < 200; ++number) ids.insert(id_of(draw(from, 3, number)));
  EXPECT_GT(ids.size(), 195U);
  EXPECT_NE(id_of(draw(from, 3, 0)), id_of(draw(from, 4, 0)));
}

TEST(Draw, keeps_to_what_was_asked_for) {
  const range from{&list_container(), 2, 2, 2, false, "append"};
  for (std::uint64_t number = 0; number < 500; ++number) {
    const test_case c = draw(from, 1, number);
    EXPECT_EQ(c.threads.size(), 2U);
    EXPECT_FALSE(c.told);
    EXPECT_EQ(c.without, "append");
    for (const auto& thread : c.threads) {
      EXPECT_GE(thread.size(), 1U);
      EXPECT_LE(thread.size(), 2U);
    }
  }
}

// Every operation, every size at the edge, every number of threads and steps comes up.
TEST(Draw, leaves_nothing_out) {
  for (const container* of : all_containers()) {
    std::set<const signature*> operations;
    std::set<std::size_t> sizes;
    std::set<std::size_t> threads;
    std::set<std::size_t> steps;
    std::set<bool> told;
    for (std::uint64_t number = 0; number < 1'000; ++number) {
      const test_case c = draw({of}, 2, number);
      sizes.insert(c.prefix.size());
      threads.insert(c.threads.size());
      told.insert(c.told);
      for (const auto& thread : c.threads) {
        steps.insert(thread.size());
        for (const step& s : thread) operations.insert(s.operation);
      }
    }
    EXPECT_EQ(operations.size(), of->operations.size());
    for (const int edge : of->edges) EXPECT_TRUE(sizes.contains(static_cast<std::size_t>(edge)));
    EXPECT_EQ(threads, (std::set<std::size_t>{2, 3}));
    EXPECT_EQ(steps, (std::set<std::size_t>{1, 2, 3, 4}));
    EXPECT_EQ(told.size(), 2U);
  }
}

TEST(Draw, shrinks_to_what_matters) {
  const range from{&list_container()};
  const auto clears_and_appends = [](const test_case& c) {
    bool clears = false;
    bool appends = false;
    for (const auto& thread : c.threads) {
      for (const step& s : thread) {
        clears = clears || std::string_view(s.operation->name) == "clear";
        appends = appends || std::string_view(s.operation->name) == "append";
      }
    }
    return clears && appends && !c.prefix.empty();
  };
  int shrunk_ones = 0;
  for (std::uint64_t number = 0; number < 500; ++number) {
    const test_case c = draw(from, 1, number);
    if (!clears_and_appends(c)) continue;
    ++shrunk_ones;
    const shrunk s = shrink(c, clears_and_appends);
    EXPECT_TRUE(clears_and_appends(s.smallest));
    EXPECT_LE(size_of(s.smallest), 4U) << id_of(s.smallest);
    EXPECT_EQ(s.smallest.prefix.size(), 1U);
    EXPECT_FALSE(s.smallest.told);
    for (const test_case& other : smaller(s.smallest)) EXPECT_FALSE(clears_and_appends(other));
  }
  EXPECT_GT(shrunk_ones, 5);
}

TEST(Draw, what_is_smaller_can_be_written_down) {
  for (std::uint64_t number = 0; number < 50; ++number) {
    for (const test_case& c : smaller(draw({&dict_container()}, 9, number))) {
      EXPECT_EQ(parse_id(id_of(c)), c);
    }
  }
}

}  // namespace
