// The search for a linearization.
//
// Wing and Gong, "Testing and verifying concurrent objects" (JPDC 17, 1993): walk the history's
// calls and returns, held in a doubly linked list. A call before the first return may take effect
// next: if the model allows it, take it and its return out of the list and start again from the
// head; at a return whose call is still there, put back what was taken out last and try the next.
// Lowe, "Testing for linearizability" (CCPE 29, 2017): remember each configuration (operations
// done, state of the object) and do not enter it twice.
//
// Deviations:
// 1. The set of operations done, a bitset there, is stored as its length and its holes: how many
//    operations were called up to the last one done, and those of them that are not done. The
//    latter overlap each other, so they are at most one for each process, however long the history.
//    At a quiescent cut there are none, and a configuration is the cut and a state: a set of
//    states is carried over each cut, the next one computed only when those before it have failed.
// 2. An operation that changes nothing takes effect as soon as it may, and is never tried at
//    another place. For any linearization in which it comes later stays one when it is moved to
//    here: nothing it must follow is between, and nobody can tell that it is gone from there.
// 3. The operation that must return next is about some key, say k. Unless one about the whole
// object
//    may come before that return, only operations about k are tried now: of whatever comes before
//    the first of these, everything is about other keys, commutes with it and can come later. That
//    is a persistent set (Godefroid, "Partial-Order Methods for the Verification of Concurrent
//    Systems", 1996).
// 4. A configuration that fails knows why: the keys of the operations that were refused in it and
//    after it. Where the last choice was about none of these keys, another choice there fails for
//    the same reason and is not tried (conflict-directed backjumping; Prosser, "Hybrid algorithms
//    for the constraint satisfaction problem", 1993). With 3, keys cost their sum and not their
//    product, also where operations on the whole object forbid checking them apart.
// 5. Pending operations have a call and no return; the search is over when all others are done.
#pragma once

#include <span>

#include "checkers/linearizability/allowed_effort.hpp"
#include "checkers/linearizability/search.hpp"

namespace suture::linearizability {

// Whether the operations of `part` (by `from`) can be ordered as their intervals and the model
// demand. Deterministic. The problem is NP-complete; time and memory are linear in the number of
// configurations, which is at worst exponential in the operations whose order nobody has seen yet.
// `effort` is what it shares with other searches of one check.
search_result wing_gong_lowe(const problem& p, std::span<const word> part, const limits& bounds,
                             allowed_effort& effort);
search_result wing_gong_lowe(const problem& p, std::span<const word> part, const limits& bounds);

}  // namespace suture::linearizability
