// A part of a search that a process of its own does, so that several machines can share one.
#pragma once

#include <cstdint>

namespace suture {

// Part `index` of `count`. All parts together are the whole, and no item is in two.
struct shard {
  std::uint32_t index = 0;  // counted from 0
  std::uint32_t count = 1;

  bool whole() const { return count == 1; }
  bool owns(std::uint64_t item) const { return item % count == index; }

  friend bool operator==(const shard&, const shard&) = default;
};

}  // namespace suture
