// The order the history itself suggests, tried before any search: one pass, no memory but a state.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "checkers/linearizability/problem.hpp"

namespace suture::linearizability {

// The operations of `part` in order of their `effect`, if that order is a linearization. A pending
// operation is in it iff its effect is known. Nothing if the effect of an operation that returned
// is unknown, or if the order contradicts the intervals or the model: then a search must decide.
//
// Time: linear in the operations, times what the model needs for one, plus a sort where the
// history does not already come in that order.
//
// With `before`, that says what must come earlier, and the intervals say nothing.
std::optional<std::vector<word>> witness(const problem& p, std::span<const word> part,
                                         const precedence* before = nullptr);

}  // namespace suture::linearizability
