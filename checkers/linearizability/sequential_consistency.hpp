// Sequential consistency: the operations of each process in its order, those of different
// processes in any, whatever the clock says.
//
// Lamport, "How to make a multiprocessor computer that correctly executes multiprocess programs"
// (IEEE Trans. Computers C-28, 1979). It is the order of precedence.hpp in which no two processes
// know of each other.
//
// Not a local property: a dict is not sequentially consistent because each of its keys is, so
// there is no checking by key here.
#pragma once

#include <span>

#include "checkers/linearizability/search.hpp"

namespace suture::linearizability {

// As partial_order_search.
search_result sequential_consistency(const problem& p, std::span<const word> part,
                                     const limits& bounds);

}  // namespace suture::linearizability
