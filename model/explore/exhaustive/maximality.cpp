#include "model/explore/exhaustive/maximality.hpp"

namespace suture {

namespace {

// Was `e` there when `by` was added, counting as there what is in w's prefix? `w` itself is not.
bool previous(const graph& g, event_id w, event_id by, event_id e) {
  return e != w && (e <= by || g.in_prefix(g[e], g[w]));
}

// Is some write that comes after place `mo` previous to `by`?
bool overtaken(const graph& g, event_id w, event_id by, location_id l, std::uint32_t mo) {
  const std::vector<event_id>& order = g.where(l).mo;
  for (std::size_t i = order.size(); i-- > mo + 1;) {
    if (previous(g, w, by, order[i])) return true;
  }
  return false;
}

// Polls stand in no reader list, but one that was made by a revisit exists because of its write.
bool polled_before(const graph& g, event_id write) {
  for (event_id e = 0; e < write; ++e) {
    if (g[e].kind == event_kind::poll && g[e].rf == write) return true;
  }
  return false;
}

bool maximal_write(const graph& g, event_id w, event_id e) {
  for (event_id r = g[e].first_reader; r != no_event; r = g[r].next_reader) {
    if (r < e) return false;
  }
  if (g[e].has(event_flag::lock) && polled_before(g, e)) return false;
  return !overtaken(g, w, e, g[e].location, g[e].mo);
}

bool maximal_read(const graph& g, event_id w, event_id e) {
  const event& r = g[e];
  if (r.has(event_flag::spurious)) return false;
  if (r.rf != init_event && !previous(g, w, e, r.rf)) return false;
  return !overtaken(g, w, e, r.location, g.mo_place_of(r.rf));
}

bool maximal(const graph& g, event_id w, event_id e) {
  switch (g[e].kind) {
    case event_kind::read:
      return maximal_read(g, w, e);
    case event_kind::write:
      return maximal_write(g, w, e);
    case event_kind::poll: {
      const event_id rf = g[e].rf;
      return rf == init_event || rf < e || g.in_prefix(g[rf], g[w]);
    }
    case event_kind::choice:
      return g[e].value == 0;
    default:
      return true;
  }
}

}  // namespace

bool revisitable(const graph& g, event_id w, event_id r) {
  if (!maximal(g, w, r)) return false;
  for (event_id e = r + 1; e < w; ++e) {
    if (!kept(g, w, r, e) && !maximal(g, w, e)) return false;
  }
  return true;
}

}  // namespace suture
