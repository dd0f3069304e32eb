#include "litmus/arithmetic.hpp"

#include <limits>

namespace suture::litmus {

namespace {

using kind = expression_kind;

bool compare(kind what, value a, value b, bool as_signed) {
  const auto ua = static_cast<std::uint64_t>(a);
  const auto ub = static_cast<std::uint64_t>(b);
  const bool less = as_signed ? a < b : ua < ub;
  switch (what) {
    case kind::equal:
      return a == b;
    case kind::not_equal:
      return a != b;
    case kind::less:
      return less;
    case kind::at_least:
      return !less;
    case kind::greater:
      return !less && a != b;
    default:  // at_most
      return less || a == b;
  }
}

value divide(const node& n, value a, value b, std::string_view& undefined) {
  const bool remainder = n.what == kind::remainder;
  if (b == 0) {
    undefined = "divides by zero";
    return 0;
  }
  if (!n.operands_as.is_signed) {
    const auto ua = static_cast<std::uint64_t>(a);
    const auto ub = static_cast<std::uint64_t>(b);
    return static_cast<value>(remainder ? ua % ub : ua / ub);
  }
  const value least = n.operands_as.bits == 64 ? std::numeric_limits<value>::min()
                                               : std::numeric_limits<std::int32_t>::min();
  if (b == -1 && a == least) {
    undefined = "divides the least value by -1";
    return 0;
  }
  return remainder ? a % b : a / b;
}

// The right side is not converted to the type of the left one.
value shift(const node& n, value a, value count, std::string_view& undefined) {
  if (count < 0 || count >= n.of.bits) {
    undefined = count < 0 ? "shifts by a negative count" : "shifts by more bits than there are";
    return 0;
  }
  if (n.what == kind::shift_left) {
    return static_cast<value>(static_cast<std::uint64_t>(a) << count);
  }
  if (n.of.is_signed) return a >> count;
  return static_cast<value>(static_cast<std::uint64_t>(a) >> count);
}

// Bytes for each element that a pointer is moved by; 1 for an integer.
value step(const node& n) { return n.of.is_pointer() ? size_of(pointee(n.of)) : 1; }

}  // namespace

value apply(const node& n, value a) {
  switch (n.what) {
    case kind::negate:
      return convert(static_cast<value>(0 - static_cast<std::uint64_t>(a)), n.of);
    case kind::complement:
      return convert(~a, n.of);
    case kind::cast:
      return convert(a, n.of);
    default:  // logical_not
      return static_cast<value>(a == 0);
  }
}

value apply(const node& n, value a, value b, std::string_view& undefined) {
  if (n.what == kind::shift_left || n.what == kind::shift_right) {
    return convert(shift(n, convert(a, n.of), b, undefined), n.of);
  }
  if (!n.operands_as.is_pointer()) {
    a = convert(a, n.operands_as);
    b = convert(b, n.operands_as);
  }
  const auto ua = static_cast<std::uint64_t>(a);
  const auto ub = static_cast<std::uint64_t>(b);
  const auto scale = static_cast<std::uint64_t>(step(n));
  switch (n.what) {
    case kind::add:
      return convert(static_cast<value>(ua + ub * scale), n.of);
    case kind::subtract:
      if (n.operands_as.is_pointer() && !n.of.is_pointer()) {  // of two pointers
        return (a - b) / static_cast<value>(size_of(pointee(n.operands_as)));
      }
      return convert(static_cast<value>(ua - ub * scale), n.of);
    case kind::multiply:
      return convert(static_cast<value>(ua * ub), n.of);
    case kind::divide:
    case kind::remainder:
      return convert(divide(n, a, b, undefined), n.of);
    case kind::bit_and:
      return a & b;
    case kind::bit_or:
      return a | b;
    case kind::bit_xor:
      return a ^ b;
    default:
      return static_cast<value>(
          compare(n.what, a, b, n.operands_as.is_signed || n.operands_as.is_pointer()));
  }
}

}  // namespace suture::litmus
