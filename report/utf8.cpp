#include "report/utf8.hpp"

#include <cstddef>
#include <cstdint>

namespace suture::report {

namespace {

struct lead {
  std::size_t length;
  char32_t bits;
};

lead lead_of(std::uint8_t first) {
  if (first < 0x80) return {1, first};
  if (first < 0xC2 || first >= 0xF5) return {1, broken};
  if (first < 0xE0) return {2, first & 0x1FU};
  if (first < 0xF0) return {3, first & 0x0FU};
  return {4, first & 0x07U};
}

bool is_character(char32_t c, std::size_t length) {
  if (length == 3) return c >= 0x800 && (c < 0xD800 || c > 0xDFFF);
  if (length == 4) return c >= 0x10000 && c <= 0x10FFFF;
  return true;
}

}  // namespace

char32_t next_character(std::string_view& text) {
  auto [length, c] = lead_of(static_cast<std::uint8_t>(text[0]));
  bool whole = length <= text.size();
  for (std::size_t i = 1; whole && i < length; ++i) {
    const auto byte = static_cast<std::uint8_t>(text[i]);
    whole = (byte & 0xC0U) == 0x80U;
    c = (c << 6U) | (byte & 0x3FU);
  }
  if (!whole || !is_character(c, length)) {
    length = 1;
    c = broken;
  }
  text.remove_prefix(length);
  return c;
}

}  // namespace suture::report
