// Bytes made shorter where they repeat, as the steps and decisions of loops do.
//
// Ziv and Lempel, "A universal algorithm for sequential data compression" (IEEE Transactions on
// Information Theory 23, 1977), greedy, with the latest occurrence only. A sequence of
//
//   varint 2n      n bytes as they are
//   varint 2n + 1  n + shortest_match bytes that stand `varint` bytes before
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace suture {

inline constexpr std::size_t shortest_match = 4;

std::string pack(std::string_view bytes);

// Throws std::out_of_range for what pack has not written, or for more than `most` bytes.
std::string unpack(std::string_view packed, std::size_t most);

}  // namespace suture
