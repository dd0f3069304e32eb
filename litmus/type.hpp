// The types of litmus tests: integers of C with their width and sign, and pointers to them.
#pragma once

#include <cstdint>
#include <string>

namespace suture::litmus {

// What registers and locations hold, whatever their type: an integer, sign- or zero-extended from
// its type's width; or the address of a location (address.hpp).
using value = std::int64_t;

struct type {
  std::uint8_t bits = 32;  // of the integer: 8, 16, 32, 64; 1 for bool
  bool is_signed = true;
  std::uint8_t pointers = 0;  // how many `*`
  // By level: bit 0 says that the integer is atomic, bit 1 that the first pointer to it is, ….
  std::uint16_t atomic_levels = 0;

  bool is_pointer() const { return pointers != 0; }
  bool is_atomic() const { return ((atomic_levels >> pointers) & 1) != 0; }
  bool operator==(const type&) const = default;
};

constexpr type int_type{};
constexpr type long_type{64, true, 0, 0};

// What a pointer of this type leads to, and a pointer to it.
inline type pointee(type t) {
  --t.pointers;
  return t;
}
inline type pointer_to(type t) {
  ++t.pointers;
  return t;
}

// In bytes, as a 64-bit machine has it.
inline unsigned size_of(const type& t) {
  if (t.is_pointer()) return 8;
  return t.bits <= 8 ? 1 : t.bits / 8U;
}

// The value that `v` becomes where it is stored in this type: integers wrap at its width.
inline value convert(value v, const type& t) {
  if (t.is_pointer()) return v;
  switch (t.bits) {
    case 1:
      return static_cast<value>(v != 0);
    case 8:
      return t.is_signed ? static_cast<std::int8_t>(v) : value{static_cast<std::uint8_t>(v)};
    case 16:
      return t.is_signed ? static_cast<std::int16_t>(v) : value{static_cast<std::uint16_t>(v)};
    case 32:
      return t.is_signed ? static_cast<std::int32_t>(v) : value{static_cast<std::uint32_t>(v)};
    default:
      return v;
  }
}

// C's integer promotion, and its usual arithmetic conversions.
inline type promoted(type t) {
  t.atomic_levels = 0;
  if (t.is_pointer() || t.bits >= 32) return t;
  return int_type;
}
inline type common(const type& a, const type& b) {
  const type x = promoted(a);
  const type y = promoted(b);
  if (x.is_pointer()) return x;
  if (y.is_pointer()) return y;
  if (x.bits != y.bits) return x.bits > y.bits ? x : y;
  return x.is_signed ? y : x;
}

// "int", "unsigned long", "bool*".
std::string to_text(const type& t);

}  // namespace suture::litmus
