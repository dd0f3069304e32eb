// Blind refcount changes: events that have neither reads-from nor a place in modification order,
// because only "does it reach zero?" is ever asked of them, and that is a question about a sum.
#include "model/graph/graph.hpp"
#include "model/sync/engine/operation.hpp"

namespace suture {

std::uint64_t graph::sum_of_counts(location_id l) const {
  std::uint64_t sum = locations_[l].init;
  for (const event_id id : locations_[l].counts) {
    const event& e = events_[id];
    sum = e.has(event_flag::decrement) ? sum - e.operand : sum + e.operand;
  }
  return truncate(sum, locations_[l].size);
}

bool graph::accessed(location_id l) const {
  const location& loc = locations_[l];
  for (std::uint32_t i = 0; i < loc.accessors; ++i) {
    if (!loc.accesses[i].ids.empty()) return true;
  }
  return false;
}

event_id graph::add_count(const event& proto) {
  const event_id id = append(proto);
  locations_[proto.location].counts.push_back(id);
  settle_count(id, proto.has(event_flag::decrement) && sum_of_counts(proto.location) == 0);
  return id;
}

void graph::settle_count(event_id id, bool zero) {
  event& e = events_[id];
  inherit_clocks(e);
  e.flags &= static_cast<std::uint8_t>(~event_flag::zero);
  if (zero) {
    e.flags |= event_flag::zero;
    for (const event_id other : locations_[e.location].counts) {
      if (other == id) continue;
      const event& o = events_[other];
      e.porf = clocks_.join(e.porf, o.porf, o.thread, o.index + 1);
      clock_handle& learns = is_acquire(e.order) ? e.hb : e.pending;
      learns = clocks_.join(learns, o.rel, o.thread, o.rel_own);
    }
  }
  write_clocks(e);
}

}  // namespace suture
