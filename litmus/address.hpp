// Addresses of locations as values.
//
// They lie far from any integer a test would use, so that one can be told from the other when it is
// printed. Elements of an array lie as far from each other as their size says.
#pragma once

#include "litmus/type.hpp"

namespace suture::litmus {

struct place {
  std::uint32_t location = 0;
  std::uint32_t offset = 0;  // in bytes
};

constexpr value address_base = 0x4c69'0000'0000'0000;
constexpr unsigned address_bits = 32;  // of the offset

inline value address_of(std::uint32_t location, std::uint32_t offset = 0) {
  return address_base + ((value{location} + 1) << address_bits) + offset;
}

// Does the value look like an address of one of so many locations?
inline bool is_address(value v, std::size_t locations) {
  return v >= address_of(0) && v < address_of(static_cast<std::uint32_t>(locations));
}

inline place place_at(value address) {
  const value from_first = address - address_of(0);
  return {static_cast<std::uint32_t>(from_first >> address_bits),
          static_cast<std::uint32_t>(from_first)};
}

}  // namespace suture::litmus
