// How one search is divided among workers that never speak to each other.
//
// A depth-first search is a tree of runs: below a run hang the alternatives of its units, newest
// unit first. The *depth* of a run is the number of alternatives taken on the way to it from the
// first run. The tree is cut at a depth D ≥ 1 into items: each run above D by itself, and each
// whole subtree that begins at D. Items are numbered in depth-first order. The numbering depends on
// nothing but the program and D, so every worker walks the part above D by itself, asks for each
// item whether it is its own, and passes by the subtrees of others.
#pragma once

#include <cstdint>

namespace suture {

class partition {
 public:
  virtual ~partition() = default;

  // Is item number `item` to be done here? Asked once for each item, in ascending order, just
  // before the item's first run; every run belongs to the item that was asked for last. Where the
  // answer is no, a subtree is passed by, but a run above D (not `subtree`) is made all the same,
  // because its alternatives are seen only by making it: it must not be counted.
  virtual bool mine(std::uint64_t item, bool subtree) = 0;
};

}  // namespace suture
