// Sequential consistency: the operations of each process in its order, those of different
// processes in any, whatever the clock says.
//
// Lamport, "How to make a multiprocessor computer that correctly executes multiprocess programs"
// (IEEE Trans. Computers C-28, 1979). The search is that of wing_gong_lowe.hpp with the next
// operation of each process as candidates, so a configuration is one position for each process and
// a state; it, too, lets what changes nothing take effect as soon as it may.
//
// Not a local property: a dict is not sequentially consistent because each of its keys is, so
// there is no checking by key here.
#pragma once

#include <span>

#include "checkers/linearizability/search.hpp"

namespace suture::linearizability {

// As wing_gong_lowe, but a failure names no operation.
search_result sequential_consistency(const problem& p, std::span<const word> part,
                                     const limits& bounds);

}  // namespace suture::linearizability
