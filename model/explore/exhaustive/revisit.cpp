#include "model/explore/exhaustive/revisit.hpp"

#include <algorithm>
#include <array>

#include "model/explore/exhaustive/maximality.hpp"
#include "model/graph/unit.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

std::uint32_t bound_before(const graph& g, event_id e) {
  if (mutated("coherent_revisits")) return 0;
  return g.coherence_bound_at(g[e].thread, g[e].index, g[e].location);
}

}  // namespace

revisit_result revisit::build(const revisit_view& v, std::uint32_t back, bool spurious,
                              memory_model& model, graph& to, event_id& completed) {
  const graph& from = v.g;
  const event_id w = v.trigger;
  const event_id r = v.target;
  keep_for(v, keep_);
  to.assign_restricted(from, keep_, w, renamed_);
  const event_id write = renamed_[w];
  const event_id read = renamed_[r];
  const location_id l = to[write].location;
  const std::vector<event_id>& mo = to.where(l).mo;
  const std::uint32_t lowest = std::max(bound_before(to, write), bound_before(to, read)) + 1;
  const auto end = static_cast<std::uint32_t>(mo.size());

  std::uint32_t place = 0;
  event_id own_read = no_event;
  if (to[write].has(event_flag::rmw)) {
    own_read = to.thread(to[write].thread).events[to[write].index - 1];
    to.at(own_read).flags &= static_cast<std::uint8_t>(~event_flag::conflict);
    place = to.mo_place_of(to[own_read].rf) + 1;
    if (back > 0 || place < lowest) return revisit_result::no_place;
  } else {
    if (back + lowest > end) return revisit_result::no_place;
    if (back > 0 && mutated("other_revisits")) return revisit_result::no_place;
    place = end - back;
  }
  // Nothing may come between a write and the read-modify-write that reads it. r no longer counts.
  for (event_id c = to.first_reader(mo[place - 1], l); c != no_event; c = to[c].next_reader) {
    if (c != read && c != own_read && to[c].has(event_flag::rmw) && !mutated("atomic_revisits")) {
      return revisit_result::inconsistent;
    }
  }
  to.insert_write(write, place);
  completed = redirect_unit(to, read, write, spurious);
  // A waiting read that fails can only have looked at the latest write.
  if (to[read].is_read() && to[read].condition != await_condition::none &&
      !may_go_on(to[read], to[read].value) && to.latest(l) != write) {
    return revisit_result::inconsistent;
  }
  if (mutated("consistent_revisits")) return revisit_result::done;
  std::array<event_id, 3> changed{read, write, completed};
  const std::size_t count = completed == no_event ? 2 : 3;
  return model.consistent(to, {changed.data(), count}) ? revisit_result::done
                                                       : revisit_result::inconsistent;
}

}  // namespace suture
