// Litmus tests drawn at random, as text.
#pragma once

#include <cstdint>
#include <string>

namespace suture::litmus {

// Two or three threads over two atomics, x and y, and in every other test plain data d: loads,
// stores, read-modify-writes and compare-exchanges of all orders, fences, branches on what was
// read, and in the latter tests plain accesses of d and now and then of x or y. The same seed gives
// the same test everywhere. It shows all locals and locations.
std::string random_litmus(std::uint32_t seed);

}  // namespace suture::litmus
