#include "model/graph/rc11.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

bool is_access(const event& e) { return e.is_read() || e.is_write(); }
bool same_place(const event& a, const event& b) {
  return is_access(a) && is_access(b) && a.location == b.location;
}

bool hb(const graph& g, const event& a, const event& b) {
  return !(a.thread == b.thread && a.index == b.index) && g.ordered(a, b);
}

// Place in modification order of a write, or of the write that a read takes its value from.
std::uint32_t mo_place(const graph& g, const event& e) {
  return e.is_write() ? e.mo : g.mo_place_of(e.rf);
}

// eco = (rf ∪ mo ∪ fr)+, whole because all its edges follow modification order.
bool eco(const graph& g, const event& a, const event& b) {
  if (!same_place(a, b)) return false;
  const std::uint32_t pa = mo_place(g, a);
  const std::uint32_t pb = mo_place(g, b);
  return a.is_write() && b.is_read() ? pa <= pb : pa < pb;
}

// mo ∪ fr between two accesses of one location.
bool mo_or_fr(const graph& g, const event& a, const event& b) {
  if (mutated("psc_follows_mo")) return false;
  return same_place(a, b) && b.is_write() && mo_place(g, a) < b.mo;
}

// What the model has no event for: choices, attempts at a lock that is taken, relaxed fences, and
// what the engine only looks up.
bool in_the_model(const event& e) {
  if (e.kind == event_kind::choice || e.kind == event_kind::poll) return false;
  if (e.has(event_flag::internal) && e.order == std::memory_order_relaxed) return false;
  return e.kind != event_kind::fence || e.order != std::memory_order_relaxed;
}

bool is_elsewhere(const event& e, const event& than) {
  return in_the_model(e) && !same_place(e, than);
}

// Is there a plain access of another place right in front of `e`?
bool after_plain(const event& e, const event& than) {
  if (e.plain_before == no_location || mutated("psc_through_plain_data")) return false;
  return !is_access(than) || e.plain_before != than.location;
}

// po|≠loc ; hb ; po|≠loc. The earliest event after x elsewhere and the latest before y elsewhere
// decide: any other choice knows less. Plain data is elsewhere too. A plain access is no event, but
// the event after it says that it was there; who happens after it also happens after that event,
// and what happens before it also happens before the event in front of it.
bool through_other_places(const graph& g, const event& x, const event& y) {
  const std::vector<event_id>& xs = g.thread(x.thread).events;
  const std::vector<event_id>& ys = g.thread(y.thread).events;
  if (mutated("psc_through_other_places")) return false;
  std::uint32_t after = x.index + 1;
  while (after < xs.size() && !after_plain(g[xs[after]], x) && !is_elsewhere(g[xs[after]], x))
    ++after;
  if (after == xs.size()) return false;
  for (std::uint32_t next = y.index; next > 0; --next) {
    const event& before = g[ys[next - 1]];
    if (after_plain(g[ys[next]], y) || is_elsewhere(before, y)) return hb(g, g[xs[after]], before);
  }
  return false;
}

// scb = po ∪ po|≠loc ; hb ; po|≠loc ∪ hb|loc ∪ mo ∪ fr.
bool scb(const graph& g, const event& x, const event& y) {
  if (x.thread == y.thread && x.index < y.index) return true;
  if (same_place(x, y) && hb(g, x, y)) return true;
  return mo_or_fr(g, x, y) || through_other_places(g, x, y);
}

bool is_fence(const event& e) { return e.kind == event_kind::fence; }

// A light fence has its place among the SC events, but to all but a heavy fence it is none.
bool strangers(const event& a, const event& b) {
  const fence_side one = side_of(a);
  const fence_side two = side_of(b);
  if (mutated("light_fences")) return false;
  if (mutated("heavy_fences")) return one == fence_side::light || two == fence_side::light;
  return (one == fence_side::light && two != fence_side::heavy) ||
         (two == fence_side::light && one != fence_side::heavy);
}

// psc_base from a to b. An SC fence also stands for what happens after (before) it.
bool psc_base(const graph& g, event_id ia, event_id ib) {
  const event& a = g[ia];
  const event& b = g[ib];
  if (scb(g, a, b)) return true;
  if (!is_fence(a) && !is_fence(b)) return false;
  for (event_id ix = 0; ix < g.size(); ++ix) {
    const event& x = g[ix];
    if (ix != ia && !(is_fence(a) && hb(g, a, x))) continue;
    if (!is_fence(b)) {
      if (scb(g, x, b)) return true;
      continue;
    }
    for (event_id iy = 0; iy < g.size(); ++iy) {
      const event& y = g[iy];
      if (iy != ib && !hb(g, y, b)) continue;
      if (ix != iy && scb(g, x, y)) return true;
    }
  }
  return false;
}

// psc_F from fence a to fence b: hb ∪ hb ; eco ; hb.
bool psc_fences(const graph& g, const event& a, const event& b) {
  if (mutated("psc_of_fences")) return false;
  if (hb(g, a, b)) return true;
  for (event_id ix = 0; ix < g.size(); ++ix) {
    if (!is_access(g[ix]) || !hb(g, a, g[ix])) continue;
    for (event_id iy = 0; iy < g.size(); ++iy) {
      if (is_access(g[iy]) && hb(g, g[iy], b) && eco(g, g[ix], g[iy])) return true;
    }
  }
  return false;
}

}  // namespace

void rc11_model::count(const graph& g) {
  census_.only_sc_accesses = true;
  census_.sc.clear();
  for (event_id id = 0; id < g.size(); ++id) {
    const event& e = g[id];
    if (is_access(e)) {
      if (is_seq_cst(e.order)) {
        census_.sc.push_back(id);
      } else {
        census_.only_sc_accesses = false;
      }
    } else if (is_fence(e)) {
      census_.only_sc_accesses = false;
      if (is_seq_cst(e.order) || side_of(e) == fence_side::light) census_.sc.push_back(id);
    }
  }
}

bool rc11_model::psc(const graph& g, event_id a, event_id b) {
  if (a == b) return false;
  if (strangers(g[a], g[b])) {
    return is_fence(g[a]) && is_fence(g[b]) ? hb(g, g[a], g[b])
                                            : g[a].thread == g[b].thread && g[a].index < g[b].index;
  }
  if (is_fence(g[a]) && is_fence(g[b]) && psc_fences(g, g[a], g[b])) return true;
  return psc_base(g, a, b);
}

// Depth-first search over the SC events, edges decided as they are asked for.
bool rc11_model::psc_cyclic(const graph& g) {
  enum : std::uint8_t { fresh, on_path, done };
  const std::vector<event_id>& sc = census_.sc;
  colour_.assign(sc.size(), fresh);
  for (std::uint32_t root = 0; root < sc.size(); ++root) {
    if (colour_[root] != fresh) continue;
    path_.assign(1, {root, 0});
    colour_[root] = on_path;
    while (!path_.empty()) {
      auto& [node, next] = path_.back();
      if (next == sc.size()) {
        colour_[node] = done;
        path_.pop_back();
        continue;
      }
      const std::uint32_t to = next++;
      if (colour_[to] == done || !psc(g, sc[node], sc[to])) continue;
      if (colour_[to] == on_path) return true;
      colour_[to] = on_path;
      path_.emplace_back(to, 0);
    }
  }
  return false;
}

bool rc11_model::consistent(const graph& g, std::span<const event_id> changed) {
  count(g);
  if (census_.sc.size() < 2) return true;
  if (census_.only_sc_accesses) {
    // Then psc is po ∪ rf ∪ mo ∪ fr as far as cycles go, and sequential consistency is cheaper.
    for (const event_id e : changed) {
      if (search_.on_cycle(g, e)) return false;
    }
    return true;
  }
  return !psc_cyclic(g);
}

}  // namespace suture
