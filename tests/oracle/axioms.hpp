#pragma once

// The memory models, by definition: which execution graphs are consistent.
//
// rc11: Lahav, Vafeiadis, Kang, Hur, Dreyer, "Repairing Sequential Consistency in C/C++11", PLDI
// 2017, read literally, with one deviation: a release sequence is that of C++20, its head followed
// by read-modify-writes only (a later write of the same thread does not continue it). A
// plain access is a relaxed one that may race: in a program without a race that is all it does, and
// one with a race has no meaning (is_racy says which executions have one).
//
// tso: x86tso.cat of herd7 (Alglave, Maranget, Tautschnig, "Herding Cats", TOPLAS 2014), over the
// instructions that a compiler makes of the accesses: a seq_cst store and a compare-exchange that
// fails are locked, a seq_cst fence is an mfence, other fences are nothing.
//
// sc: Shasha and Snir's characterisation, po ∪ rf ∪ mo ∪ rb acyclic, and updates atomic.

#include <string_view>

#include "tests/oracle/graph.hpp"
#include "tests/oracle/relation.hpp"

namespace suture::oracle {

enum class model { sc, tso, rc11 };

/// By the name that the engine has for it. Throws std::invalid_argument where it has another one.
model model_named(std::string_view name);

/// RC11's hb = (po ∪ sw)⁺.
relation happens_before(const graph& g);

/// Is the graph consistent with this modification order (for each location a total order of its
/// writes, the initial one first)? `hb` is happens_before(g), for a caller with many orders.
bool consistent_rc11(const graph& g, const relation& hb, const relation& mo);
bool consistent_tso(const graph& g, const relation& mo);
bool consistent_sc(const graph& g, const relation& mo);
/// Whichever of them `m` asks for.
bool consistent(model m, const graph& g, const relation& hb, const relation& mo);

/// Two accesses of one location, one of them plain and one a write, that `hb` orders neither way?
bool is_racy(const graph& g, const relation& hb);

}  // namespace suture::oracle
