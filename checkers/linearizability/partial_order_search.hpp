// The search for a linearization where operations are ordered in part, without a clock.
//
// It is that of wing_gong_lowe.hpp with other candidates: the next operation of each process, as
// soon as all that come before it have been done. A configuration is one position for each process
// and a state, and none is entered twice. It, too, lets what changes nothing take effect as soon as
// it may. Operations are tried in the order of their calls, because the real order is the best
// guess.
#pragma once

#include <span>

#include "checkers/linearizability/precedence.hpp"
#include "checkers/linearizability/search.hpp"

namespace suture::linearizability {

// Whether the operations of `part` (by `from`) can be put in an order that the model allows and in
// which each comes after those of `order` and after the earlier ones of its process. Operations of
// `order` outside of the part count as done. Deterministic; time and memory are linear in the
// number of configurations, at worst the product of the processes' lengths times the states.
//
// The operation that fits nowhere, where there is no such order, is the first by call of those that
// could come next after the first of the longest partial linearizations; the others that are told
// lack it as well.
search_result partial_order_search(const problem& p, std::span<const word> part,
                                   const precedence& order, const limits& bounds);

}  // namespace suture::linearizability
