#pragma once

// The memory models, by definition: which execution graphs are consistent.
//
// rc11: Lahav, Vafeiadis, Kang, Hur, Dreyer, "Repairing Sequential Consistency in C/C++11", PLDI
// 2017, read literally, with one deviation: a release sequence is that of C++20, its head followed
// by read-modify-writes only (a later plain write of the same thread does not continue it). All
// accesses are atomic, so the paper's non-atomic part and its catch-fire semantics have nothing to
// say here.
//
// sc: Shasha and Snir's characterisation, po ∪ rf ∪ mo ∪ rb acyclic, and updates atomic.

#include "tests/oracle/graph.hpp"
#include "tests/oracle/relation.hpp"

namespace suture::oracle {

enum class model { sc, rc11 };

/// RC11's hb = (po ∪ sw)⁺.
relation happens_before(const graph& g);

/// Is the graph consistent with this modification order (for each location a total order of its
/// writes, the initial one first)? `hb` is happens_before(g), for a caller with many orders.
bool consistent_rc11(const graph& g, const relation& hb, const relation& mo);
bool consistent_sc(const graph& g, const relation& mo);

}  // namespace suture::oracle
