// Which loop is it that a thread goes round in, and what is new in a round?
#pragma once

#include <cstdint>

#include "model/graph/graph.hpp"

namespace suture {

// A number for the round that begins with event number `first` of thread `t`: the same in all runs
// in which the same thread comes there, and another one for another thread, another event, and
// another object that it looks at. One line of source may hold many loops: of a helper, a macro, a
// template.
std::uint64_t round_place(const graph& g, thread_id t, std::uint32_t first);

// Is the event a read of what its thread has not read there just before?
bool reads_news(const graph& g, event_id id);

}  // namespace suture
