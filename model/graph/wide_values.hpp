// Values of more than eight bytes, as the 64 bits that an event has room for.
//
// Every value is kept once, for as long as the process lives, and stands for a number: equal values
// have equal numbers, so that what compares values may compare numbers. Which number it is depends
// on who came first; it is never shown, and nothing is ordered by it. Any thread may call.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace suture::wide_values {

inline constexpr std::size_t most_bytes = 16;
using value = std::array<std::uint64_t, most_bytes / sizeof(std::uint64_t)>;

// The value in which all bits are clear has the number 0.
std::uint64_t number_of(const value& v);
value value_of(std::uint64_t number);

}  // namespace suture::wide_values
