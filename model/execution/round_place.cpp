#include "model/execution/round_place.hpp"

#include "model/execution/identity_key.hpp"

namespace suture {

std::uint64_t round_place(const graph& g, thread_id t, std::uint32_t first) {
  const identity_key place = mixed(key_of_thread(g, t), first);
  const std::vector<event_id>& own = g.thread(t).events;
  if (first >= own.size() || g[own[first]].location == no_location) return place;
  return mixed(place, key_of_location(g, g[own[first]].location));
}

}  // namespace suture
