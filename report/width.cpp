#include "report/width.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "report/utf8.hpp"

namespace suture::report {

namespace {

struct range {
  char32_t first, last;
};

// Combining marks, joiners and variation selectors (Unicode 15: the blocks, not single characters).
constexpr range no_columns[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},
                                {0x0610, 0x061A}, {0x064B, 0x065F}, {0x1AB0, 0x1AFF},
                                {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x20D0, 0x20FF},
                                {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
constexpr range two_columns[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},  {0xA960, 0xA97F}, {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},  {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

template <std::size_t n>
bool is_in(char32_t c, const range (&ranges)[n]) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [c](range r) { return c >= r.first && c <= r.last; });
}

}  // namespace

std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const char32_t c = next_character(text);
    if (c == broken) {
      ++columns;
    } else if (!is_in(c, no_columns)) {
      columns += is_in(c, two_columns) ? 2 : 1;
    }
  }
  return columns;
}

std::string one_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const std::string_view whole = text;
    const char32_t c = next_character(text);
    if (c == broken) {
      line += "\uFFFD";
    } else if (c == '\n') {
      line += "\\n";
    } else if (c == '\t') {
      line += "\\t";
    } else if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
      line += fmt::format("\\x{:02x}", static_cast<std::uint32_t>(c));
    } else {
      line += whole.substr(0, whole.size() - text.size());
    }
  }
  return line;
}

std::string shortened(std::string_view text, std::size_t columns) {
  if (width(text) <= columns) return std::string(text);
  std::string kept;
  std::size_t used = 1;  // of the …
  while (!text.empty()) {
    const std::string_view whole = text;
    next_character(text);
    const std::string_view one = whole.substr(0, whole.size() - text.size());
    if (used + width(one) > columns) break;
    used += width(one);
    kept += one;
  }
  return columns == 0 ? std::string() : kept + "…";
}

std::string padded(std::string text, std::size_t columns) {
  const std::size_t has = width(text);
  if (has < columns) text.append(columns - has, ' ');
  return text;
}

}  // namespace suture::report
