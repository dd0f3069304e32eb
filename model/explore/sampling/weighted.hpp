// Draws one of some threads, each with a probability in proportion to its weight.
#pragma once

#include <cstdint>
#include <span>

#include "model/graph/event.hpp"
#include "model/rng.hpp"

namespace suture {

// `weight_of(t)` is asked twice of each, must say the same, and 1 or more.
template <class Weight>
thread_id draw_weighted(rng& random, std::span<const thread_id> some, Weight weight_of) {
  std::uint64_t all = 0;
  for (const thread_id t : some) all += weight_of(t);
  std::uint64_t left = random.next() % all;  // its bias is below 2^-32 for sums below 2^32
  for (const thread_id t : some) {
    const std::uint64_t weight = weight_of(t);
    if (left < weight) return t;
    left -= weight;
  }
  return some.back();
}

}  // namespace suture
