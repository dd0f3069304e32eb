#include "checkers/placed_objects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <vector>

namespace suture {
namespace {

std::vector<std::uint32_t> numbers(std::span<const placed_objects::placed> found) {
  std::vector<std::uint32_t> all;
  for (const placed_objects::placed& p : found) all.push_back(p.object);
  return all;
}

TEST(PlacedObjects, those_of_a_block_are_found_by_address) {
  std::byte memory[64] = {};
  placed_objects placed;
  placed.add(memory + 40, 3);
  placed.add(memory + 8, 1);
  placed.add(memory + 16, 2);
  EXPECT_THAT(numbers(placed.in(memory + 8, 16)), ::testing::ElementsAre(1, 2));
  EXPECT_THAT(numbers(placed.in(memory, 8)), ::testing::IsEmpty());
  EXPECT_TRUE(placed.holds(memory + 40));
  EXPECT_FALSE(placed.holds(memory + 41));
}

TEST(PlacedObjects, another_in_the_same_place_takes_it) {
  std::byte memory[8] = {};
  placed_objects placed;
  placed.add(memory, 1);
  placed.add(memory, 2);
  EXPECT_THAT(numbers(placed.in(memory, 8)), ::testing::ElementsAre(2));
}

RC_GTEST_PROP(PlacedObjects, are_what_a_map_would_hold,
              (const std::vector<std::pair<std::uint8_t, std::uint8_t>>& steps)) {
  static std::byte memory[512];
  placed_objects placed;
  std::map<std::size_t, std::uint32_t> expected;
  std::uint32_t next = 0;
  for (const auto& [at, bytes] : steps) {
    if (bytes % 4 == 0) {
      placed.erase(memory + at, bytes);
      expected.erase(expected.lower_bound(at), expected.lower_bound(std::size_t{at} + bytes));
    } else {
      placed.add(memory + at, next);
      expected[at] = next++;
    }
  }
  std::vector<std::uint32_t> all;
  for (const auto& [at, object] : expected) all.push_back(object);
  RC_ASSERT(numbers(placed.in(memory, sizeof memory)) == all);
}

}  // namespace
}  // namespace suture
