#include "model/run/placed_objects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <vector>

namespace suture {
namespace {

std::vector<std::uint32_t> numbers(std::span<const placed_object> found) {
  std::vector<std::uint32_t> all;
  for (const placed_object& o : found) all.push_back(o.id);
  return all;
}

placed_object object(const std::byte* at, std::uint32_t bytes, std::uint32_t id) {
  return {at, bytes, id, object_kind::plain, true};
}

TEST(PlacedObjects, those_that_reach_into_a_range_are_found) {
  std::byte memory[64] = {};
  placed_objects placed;
  placed.put(object(memory + 40, 8, 3));
  placed.put(object(memory + 8, 4, 1));
  placed.put(object(memory + 16, 8, 2));
  EXPECT_THAT(numbers(placed.in(memory + 8, 16)), ::testing::ElementsAre(1, 2));
  EXPECT_THAT(numbers(placed.in(memory + 11, 30)), ::testing::ElementsAre(1, 2, 3));
  EXPECT_THAT(numbers(placed.in(memory + 12, 4)), ::testing::IsEmpty());
  EXPECT_EQ(placed.around(memory + 47)->id, 3U);
  EXPECT_EQ(placed.around(memory + 48), nullptr);
}

TEST(PlacedObjects, another_takes_the_place_of_all_it_overlaps) {
  std::byte memory[32] = {};
  placed_objects placed;
  placed.put(object(memory, 8, 1));
  placed.put(object(memory + 8, 8, 2));
  placed.put(object(memory + 16, 8, 3));
  placed.put(object(memory + 4, 8, 4));
  EXPECT_THAT(numbers(placed.in(memory, 32)), ::testing::ElementsAre(4, 3));
}

// Against a map from each byte to the object that was put over it last, if that is whole still.
RC_GTEST_PROP(PlacedObjects, are_what_a_map_of_bytes_would_hold,
              (const std::vector<std::tuple<std::uint8_t, std::uint8_t, bool>>& steps)) {
  static std::byte memory[512];
  placed_objects placed;
  std::map<std::size_t, std::uint32_t> owner;
  std::map<std::uint32_t, std::pair<std::size_t, std::size_t>> extent;
  std::uint32_t next = 0;
  for (const auto& [at, length, put] : steps) {
    const std::size_t bytes = length % 32 + 1;
    for (std::size_t i = at; i < at + bytes; ++i) {
      const auto hit = owner.find(i);
      if (hit == owner.end()) continue;
      const auto [first, count] = extent[hit->second];
      for (std::size_t k = first; k < first + count; ++k) owner.erase(k);
    }
    if (put) {
      placed.put(object(memory + at, static_cast<std::uint32_t>(bytes), next));
      extent[next] = {at, bytes};
      for (std::size_t i = at; i < at + bytes; ++i) owner[i] = next;
      ++next;
    } else {
      placed.erase(memory + at, bytes);
    }
  }
  for (std::size_t i = 0; i < 300; ++i) {
    const placed_object* found = placed.around(memory + i);
    const auto hit = owner.find(i);
    RC_ASSERT((found != nullptr) == (hit != owner.end()));
    if (found != nullptr) RC_ASSERT(found->id == hit->second);
  }
}

}  // namespace
}  // namespace suture
