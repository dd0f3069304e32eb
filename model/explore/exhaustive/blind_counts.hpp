// Blind refcounts in the exhaustive search: a reduction of our own.
//
// Increments and decrements of one counter commute as long as nobody looks at more than whether it
// is zero. Of all orders of n changes only the question remains which decrement comes last: one
// execution for each decrement that can.
//
// The reduction stands on two conditions, checked for every run; where one fails the counter is
// counted as the updates it is written as, and the search begins anew:
// - the counter does not reach zero early: no set of changes that may come first (closed under
//   po ∪ rf) brings it to zero or below;
// - nothing else is done to the counter, and nothing after it has reached zero.
//
// Exact under sc. Under rc11 it may show an execution too many where a decrement that does not
// reach zero acquires, because two of those cannot both come first: y = 1; dec; r1 = x ∥ x = 1;
// dec; r2 = y. That never hides an error, and explorer.cpp reports an error only once it has been
// reproduced with the changes as updates.
#pragma once

#include <optional>
#include <vector>

#include "model/graph/graph.hpp"

namespace suture {

// What must stay when decrement `last` becomes the last change of its counter instead of `zero`:
// all other changes and their prefixes, `zero` without what it learnt by being last. Empty (false)
// where `last` itself is among it.
bool past_without(const graph& g, event_id zero, event_id last, std::vector<std::uint8_t>& past);

// Makes `to` what `from` becomes when `last` reaches zero instead of `zero`.
void let_reach_zero(const graph& from, event_id zero, event_id last,
                    const std::vector<std::uint8_t>& past, graph& to);

// A counter that blind counting does not do justice: something else was done to it too, or it could
// have reached zero before all its changes were made.
std::optional<location_id> not_blind(const graph& g);

}  // namespace suture
