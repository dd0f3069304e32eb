// Wide characters: UTF-16 where the unit has 16 bits, UTF-32 where it has more.
//
// That is what wchar_t holds on the platforms CPython runs on. Lone surrogates pass unchanged, as
// in PyUnicode_AsWideCharString.
#pragma once

#include <cstddef>

namespace interp {
namespace wide {

// How many units a code point takes: 1 or 2.
template <class Unit>
constexpr std::size_t size_of(char32_t c) {
  return sizeof(Unit) == 2 && c > 0xffff ? 2 : 1;
}

// Gives the units of a code point to `sink`, one after the other.
template <class Unit, class Sink>
constexpr void encode(char32_t c, Sink&& sink) {
  static_assert(sizeof(Unit) >= 2);
  if (size_of<Unit>(c) == 2) {
    const char32_t above = c - 0x10000;
    sink(static_cast<Unit>(0xd800 | (above >> 10)));
    sink(static_cast<Unit>(0xdc00 | (above & 0x3ff)));
  } else {
    sink(static_cast<Unit>(c));
  }
}

}  // namespace wide
}  // namespace interp
