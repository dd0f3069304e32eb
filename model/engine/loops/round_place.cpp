#include "model/engine/loops/round_place.hpp"

#include <algorithm>

#include "model/graph/identity_key.hpp"

namespace suture {

std::uint64_t round_place(const graph& g, thread_id t, std::uint32_t first) {
  const identity_key place = mixed(key_of_thread(g, t), first);
  const std::vector<event_id>& own = g.thread(t).events;
  if (first >= own.size() || g[own[first]].location == no_location) return place;
  return mixed(place, key_of_location(g, g[own[first]].location));
}

bool reads_news(const graph& g, event_id id) {
  const event& e = g[id];
  if (!e.is_read()) return false;
  const location& loc = g.where(e.location);
  for (std::uint32_t i = 0; i < loc.accessors; ++i) {
    if (loc.accesses[i].thread != e.thread) continue;
    const std::vector<event_id>& ids = loc.accesses[i].ids;
    auto before = std::partition_point(ids.begin(), ids.end(),
                                       [&](event_id other) { return g[other].index < e.index; });
    while (before != ids.begin()) {
      const event& b = g[*--before];
      if (!b.is_read()) continue;
      // An idle update of its own is nothing new to a thread.
      const bool own = e.rf < g.size() && g[e.rf].thread == e.thread;
      return own || e.has(event_flag::rmw) ? b.value != e.value : b.rf != e.rf;
    }
  }
  return true;
}

}  // namespace suture
