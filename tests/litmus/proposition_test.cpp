#include "litmus/proposition.hpp"

#include <gtest/gtest.h>

#include "litmus/parser/read_test.hpp"

namespace suture::litmus {
namespace {

test with_condition(const std::string& condition) {
  return read_test("C p\n{}\nP0 (int* x, int* y) { int r0; int r1; }\nexists " + condition, "p");
}

std::string reprinted(const std::string& condition) {
  const test t = with_condition(condition);
  return to_text(t, t.condition);
}

bool holds_at(const std::string& condition, value r0, value r1, value x = 0, value y = 0) {
  return holds(with_condition(condition).condition, {{{r0, r1}}, {x, y}});
}

TEST(proposition, is_printed_as_herd7_does) {
  EXPECT_EQ(reprinted("0:r0=1"), "0:r0=1");
  EXPECT_EQ(reprinted("(0:r0 == 1 /\\ [x]=-2)"), "0:r0=1 /\\ x=-2");
  EXPECT_EQ(reprinted("~0:r0=1"), "not (0:r0=1)");
  EXPECT_EQ(reprinted("0:r0 != 1"), "not (0:r0=1)");
  EXPECT_EQ(reprinted("true \\/ false"), "true \\/ false");
  EXPECT_EQ(reprinted("0:r0=P0:r1 /\\ x=[y]"), "0:r0=0:r1 /\\ x=y");
}

TEST(proposition, keeps_the_parentheses_it_needs) {
  EXPECT_EQ(reprinted("(x=1 /\\ y=1) \\/ x=2"), "x=1 /\\ y=1 \\/ x=2");
  EXPECT_EQ(reprinted("x=1 /\\ (y=1 \\/ x=2)"), "x=1 /\\ (y=1 \\/ x=2)");
  EXPECT_EQ(reprinted("(x=1 => y=1) /\\ (x=2 /\\ y=2)"), "(x=1 => y=1) /\\ x=2 /\\ y=2");
  EXPECT_EQ(reprinted("(x=1 \\/ (y=1 \\/ x=2)) \\/ y=3"), "x=1 \\/ y=1 \\/ x=2 \\/ y=3");
  EXPECT_EQ(reprinted("x=1 => (y=1 => x=2)"), "x=1 => y=1 => x=2");
  EXPECT_EQ(reprinted("(x=1 /\\ y=1) => x=2"), "(x=1 /\\ y=1) => x=2");
  EXPECT_EQ(reprinted("~(x=1 \\/ y=1)"), "not (x=1 \\/ y=1)");
}

TEST(proposition, holds) {
  EXPECT_TRUE(holds_at("0:r0=1 /\\ 0:r1=2", 1, 2));
  EXPECT_FALSE(holds_at("0:r0=1 /\\ 0:r1=2", 1, 1));
  EXPECT_TRUE(holds_at("0:r0=1 \\/ 0:r1=2", 0, 2));
  EXPECT_TRUE(holds_at("0:r0=0:r1", 3, 3));
  EXPECT_FALSE(holds_at("x=[y]", 0, 0, 1, 2));
  EXPECT_TRUE(holds_at("0:r0=1 => 0:r1=1", 0, 0));
  EXPECT_FALSE(holds_at("0:r0=1 => 0:r1=1", 1, 0));
  EXPECT_TRUE(holds_at("not (x=1) /\\ ~false", 0, 0));
}

// `=>` binds tighter than `/\`, which binds tighter than `\/`: as in herd7, not as in logic.
TEST(proposition, binds_as_in_herd7) {
  EXPECT_FALSE(holds_at("0:r0=1 => 0:r1=1 /\\ x=1", 0, 0));
  EXPECT_TRUE(holds_at("x=1 /\\ y=1 \\/ 0:r0=1", 1, 0));
}

}  // namespace
}  // namespace suture::litmus
