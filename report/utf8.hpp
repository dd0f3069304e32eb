// UTF-8, character by character, whatever bytes there are.
#pragma once

#include <string_view>

namespace suture::report {

// One byte that belongs to no character.
inline constexpr char32_t broken = 0xFFFFFFFF;

// The first character of `text`, which must not be empty and is shortened by it. As strict as XML
// and JSON: no surrogates, nothing longer than need be, nothing beyond U+10FFFF.
char32_t next_character(std::string_view& text);

}  // namespace suture::report
