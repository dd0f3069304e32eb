// UTF-8, strictly: what RFC 3629 allows and nothing else.
//
// No allocation here, so that whoever encodes decides where the bytes go.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace interp {
namespace utf8 {

// A Unicode scalar value: what can be encoded. Surrogates cannot, though a str may hold them.
constexpr bool is_scalar(char32_t c) { return c < 0xd800 || (c > 0xdfff && c <= 0x10ffff); }

// How many bytes a scalar value takes: 1 to 4.
constexpr std::size_t size_of(char32_t c) {
  return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

// Gives the bytes of a scalar value to `sink`, one after the other.
template <class Sink>
constexpr void encode(char32_t c, Sink&& sink) {
  auto put = [&](char32_t bits) { sink(static_cast<char>(static_cast<unsigned char>(bits))); };
  auto put_tail = [&](int shift) { put(0x80 | ((c >> shift) & 0x3f)); };
  switch (size_of(c)) {
    case 1:
      put(c);
      break;
    case 2:
      put(0xc0 | (c >> 6));
      put_tail(0);
      break;
    case 3:
      put(0xe0 | (c >> 12));
      put_tail(6);
      put_tail(0);
      break;
    default:
      put(0xf0 | (c >> 18));
      put_tail(12);
      put_tail(6);
      put_tail(0);
  }
}

// Takes one scalar value off the front of `rest`, which must not be empty. Nothing, with `rest`
// left as it is, where it does not start with one: cut short, overlong, a surrogate, too large.
constexpr std::optional<char32_t> decode_front(std::string_view& rest) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
  const unsigned char lead = byte(0);
  const std::size_t size = lead < 0x80   ? 1
                           : lead < 0xc2 ? 0
                           : lead < 0xe0 ? 2
                           : lead < 0xf0 ? 3
                                         : 4;
  if (size == 0 || size > rest.size()) return std::nullopt;
  char32_t c = size == 1 ? lead : lead & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return std::nullopt;
    c = (c << 6) | (byte(i) & 0x3f);
  }
  if (!is_scalar(c) || size_of(c) != size) return std::nullopt;
  rest.remove_prefix(size);
  return c;
}

}  // namespace utf8
}  // namespace interp
