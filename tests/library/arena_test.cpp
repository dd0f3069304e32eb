#include "library/arena.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <vector>

namespace suture {
namespace {

TEST(Arena, has_the_lowest_number_that_is_free) {
  auto a = std::make_unique<arena>();
  const auto b = std::make_unique<arena>();
  EXPECT_EQ(a->number(), 0U);
  EXPECT_EQ(b->number(), 1U);
  a.reset();
  EXPECT_EQ(arena().number(), 0U);
}

TEST(Arena, says_when_all_are_taken) {
  std::vector<std::unique_ptr<arena>> all;
  for (int i = 0; i < 64; ++i) all.push_back(std::make_unique<arena>());
  EXPECT_EQ(all.back()->number(), 63U);
  EXPECT_THROW(arena(), std::runtime_error);
}

}  // namespace
}  // namespace suture
