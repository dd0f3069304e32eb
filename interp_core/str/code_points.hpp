// Code points in as few bytes as the largest of them needs.
//
// Source: PEP 393, "Flexible String Representation": a str stores all its code points in 1, 2 or 4
// bytes each, its kind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace interp {

// The value is the number of bytes.
enum class str_kind : std::uint8_t { one = 1, two = 2, four = 4 };

constexpr std::size_t bytes_of(str_kind k) { return static_cast<std::size_t>(k); }

constexpr str_kind narrowest_for(char32_t c) {
  return c < 0x100 ? str_kind::one : c < 0x10000 ? str_kind::two : str_kind::four;
}
constexpr str_kind wider(str_kind a, str_kind b) { return bytes_of(a) < bytes_of(b) ? b : a; }

// Reads and writes the i-th code point of an array of that kind. A memcpy of constant size is one
// move, and asks nothing of the alignment.
inline char32_t load_code_point(str_kind k, const unsigned char* data, std::size_t i) {
  std::uint16_t two;
  std::uint32_t four;
  switch (k) {
    case str_kind::one:
      return data[i];
    case str_kind::two:
      std::memcpy(&two, data + 2 * i, sizeof two);
      return two;
    default:
      std::memcpy(&four, data + 4 * i, sizeof four);
      return four;
  }
}
inline void store_code_point(str_kind k, unsigned char* data, std::size_t i, char32_t c) {
  const auto two = static_cast<std::uint16_t>(c);
  const auto four = static_cast<std::uint32_t>(c);
  switch (k) {
    case str_kind::one:
      data[i] = static_cast<unsigned char>(c);
      break;
    case str_kind::two:
      std::memcpy(data + 2 * i, &two, sizeof two);
      break;
    default:
      std::memcpy(data + 4 * i, &four, sizeof four);
  }
}

}  // namespace interp
