// Arithmetic of the evaluator, against what division is defined by.
#include "interp_core/eval/operators.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <limits>

namespace {

using interp::error;
using interp::opcode;
using interp::operators::arithmetic;

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

// a = (a // b) * b + a % b, where the remainder is of b's sign and smaller than b.
TEST(division, rounds_down) {
  EXPECT_TRUE(rc::check([](std::int64_t a, std::int32_t b) {
    RC_PRE(b != 0);
    const auto quotient = arithmetic(opcode::floor_divide, a, b);
    const auto rest = arithmetic(opcode::modulo, a, b);
    RC_ASSERT(rest.ok());
    if (a == least && b == -1) return RC_ASSERT(quotient.what == error::overflow_error);
    RC_ASSERT(quotient.value * b + rest.value == a);
    RC_ASSERT(rest.value == 0 || (rest.value < 0) == (b < 0));
    RC_ASSERT((rest.value < 0 ? -rest.value : rest.value) < (b < 0 ? -std::int64_t{b} : b));
  }));
}

TEST(arithmetic_of_integers, says_where_it_ends) {
  EXPECT_EQ(arithmetic(opcode::add, most, 1).what, error::overflow_error);
  EXPECT_EQ(arithmetic(opcode::add, most, -1).value, most - 1);
  EXPECT_EQ(arithmetic(opcode::subtract, least, 1).what, error::overflow_error);
  EXPECT_EQ(arithmetic(opcode::multiply, most, 2).what, error::overflow_error);
  EXPECT_EQ(arithmetic(opcode::floor_divide, least, -1).what, error::overflow_error);
  EXPECT_EQ(arithmetic(opcode::modulo, least, -1).value, 0);
  EXPECT_EQ(arithmetic(opcode::floor_divide, 1, 0).what, error::zero_division_error);
  EXPECT_EQ(arithmetic(opcode::modulo, 1, 0).what, error::zero_division_error);
}

}  // namespace
