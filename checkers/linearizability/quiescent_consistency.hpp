// Quiescent consistency: operations apart by a moment in which none was running take effect in
// their order; those between two such moments in any, even those of one process.
//
// Aspnes, Herlihy and Shavit, "Counting networks" (JACM 41, 1994); Herlihy and Shavit, "The Art of
// Multiprocessor Programming", chapter 3. Not weaker and not stronger than sequential consistency.
//
// There is no search of its own: the history is quiescently consistent iff it is linearizable once
// every operation may take effect anywhere between the quiescent moments around it.
#pragma once

#include "checkers/linearizability/problem.hpp"

namespace suture::linearizability {

// Widens the intervals of `p` so. After a pending operation nothing is quiescent any more.
void widen_to_quiescence(problem& p);

}  // namespace suture::linearizability
