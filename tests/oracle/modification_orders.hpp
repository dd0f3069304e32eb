#pragma once

// The modification orders of one location that are worth asking the axioms about.

#include <vector>

#include "tests/oracle/axioms.hpp"

namespace suture::oracle {

/// What comes before what whatever the modification order: hb, or under sc (po ∪ rf)⁺.
relation fixed_order(const graph& g, model m);

/// Does coherence forbid every modification order? So it does for every extension of the graph
/// then, since extending it only adds to `before` and to what follows from it.
bool incoherent(const graph& g, const relation& before);

/// Every order of the writes to `place`, initial write first, in which each update immediately
/// follows the write it reads and no two writes are in an order that coherence forbids, `before`
/// being the fixed_order. This only saves time: the axioms reject all others.
std::vector<std::vector<event>> modification_orders(const graph& g, const relation& before,
                                                    std::size_t place);

/// The union of one order per place as a relation.
relation modification_relation(const graph& g, const std::vector<std::vector<event>>& orders);

}  // namespace suture::oracle
