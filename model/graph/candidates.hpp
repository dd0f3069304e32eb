// What the memory model allows the next event of a thread: the two questions, answered.
#pragma once

#include "model/graph/graph.hpp"
#include "model/graph/memory_model.hpp"

namespace suture {

// May `proto`, the next read of its thread, take its value from the write at `place` in its
// location's modification order? `place` must not be below coherence_bound; the last place is
// always allowed. Adds the event and takes it back where the model has to be asked. Where
// `spurious`, a weak compare-exchange that could succeed there is to fail by chance.
bool may_read(graph& g, memory_model& model, const event& proto, std::uint32_t place,
              bool spurious = false);

// Could `proto`, reading `value`, fail by chance?
bool may_fail_by_chance(const event& proto, std::uint64_t value);

// May `proto`, the next write of its thread, go to `place` in modification order? `place` must be
// above coherence_bound; the end is always allowed.
bool may_place(graph& g, memory_model& model, const event& proto, std::uint32_t place);

}  // namespace suture
