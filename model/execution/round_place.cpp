#include "model/execution/round_place.hpp"

namespace suture {

namespace {

// FNV-1a's step, for numbers.
std::uint64_t with(std::uint64_t before, std::uint64_t part) {
  const std::uint64_t mixed = (before ^ part) * 0x100000001b3U;
  return mixed ^ (mixed >> 29U);
}

std::uint64_t with_thread(const graph& g, std::uint64_t before, thread_id t) {
  for (; t != no_thread; t = g.thread(t).parent) before = with(before, g.thread(t).ordinal + 1);
  return with(before, 0);
}

}  // namespace

std::uint64_t round_place(const graph& g, thread_id t, std::uint32_t first) {
  std::uint64_t place = with_thread(g, with(0xcbf29ce484222325U, first), t);
  const std::vector<event_id>& own = g.thread(t).events;
  if (first >= own.size() || g[own[first]].location == no_location) return place;
  const location& at = g.where(g[own[first]].location);
  return with(with_thread(g, place, at.maker), at.ordinal * 2U + (at.referent ? 1U : 0U));
}

}  // namespace suture
