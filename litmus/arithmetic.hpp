// C's operators on 64-bit values that wrap.
#pragma once

#include "litmus/expression.hpp"

namespace suture::litmus {

inline value apply(expression_kind op, value a) {
  switch (op) {
    case expression_kind::negate:
      return static_cast<value>(0 - static_cast<std::uint64_t>(a));
    case expression_kind::complement:
      return ~a;
    default:  // logical_not
      return static_cast<value>(a == 0);
  }
}

// The two-sided ones that always evaluate both sides.
inline value apply(expression_kind op, value a, value b) {
  const auto ua = static_cast<std::uint64_t>(a);
  const auto ub = static_cast<std::uint64_t>(b);
  switch (op) {
    case expression_kind::add:
      return static_cast<value>(ua + ub);
    case expression_kind::subtract:
      return static_cast<value>(ua - ub);
    case expression_kind::multiply:
      return static_cast<value>(ua * ub);
    case expression_kind::bit_and:
      return a & b;
    case expression_kind::bit_or:
      return a | b;
    case expression_kind::bit_xor:
      return a ^ b;
    case expression_kind::equal:
      return static_cast<value>(a == b);
    case expression_kind::not_equal:
      return static_cast<value>(a != b);
    case expression_kind::less:
      return static_cast<value>(a < b);
    case expression_kind::greater:
      return static_cast<value>(a > b);
    case expression_kind::at_most:
      return static_cast<value>(a <= b);
    default:  // at_least
      return static_cast<value>(a >= b);
  }
}

}  // namespace suture::litmus
