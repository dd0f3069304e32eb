#include "model/explore/exhaustive/maximality.hpp"

#include <algorithm>

#include "model/sync/engine/mutation.hpp"
#include "model/sync/engine/operation.hpp"

namespace suture {

namespace {

// So many writes are looked at one by one.
constexpr std::size_t long_tail = 48;

// Was `e` there when `by` was added, counting as there all that the trigger needs? The trigger
// itself was not.
bool previous(const revisit_view& v, event_id by, event_id e) {
  if (e == v.trigger && !mutated("trigger_not_there")) return false;
  return e <= by || v.past[e] != 0;
}

// Is some write that comes after place `mo` previous to `by`?
bool overtaken(const revisit_view& v, event_id by, location_id l, std::uint32_t mo) {
  const std::vector<event_id>& order = v.g.where(l).mo;
  if (v.tails != nullptr && order.size() > mo + long_tail) {
    return v.tails->overtaken(v, by, l, mo + 1);
  }
  for (std::size_t i = order.size(); i-- > mo + 1;) {
    if (previous(v, by, order[i])) return true;
  }
  return false;
}

// Polls stand in no reader list, but one that was made by a revisit exists because of its write: a
// lock's, or that of a try_lock that succeeded. Hence a poll itself is always maximal: where its
// write came after it and goes too, that write is not.
bool polled_before(const graph& g, event_id write) {
  for (event_id e = 0; e < write; ++e) {
    if (g[e].kind == event_kind::poll && g[e].rf == write) return true;
  }
  return false;
}

bool maximal_write(const revisit_view& v, event_id e) {
  const graph& g = v.g;
  if (mutated("maximal_writes")) return true;
  for (event_id r = g[e].first_reader; r != no_event; r = g[r].next_reader) {
    if (r < e && !mutated("unread_before")) return false;
  }
  if (g.where(g[e].location).lock && polled_before(g, e)) return mutated("unpolled_before");
  return !overtaken(v, e, g[e].location, g[e].mo);
}

bool maximal_read(const revisit_view& v, event_id e) {
  const event& r = v.g[e];
  if (mutated("maximal_reads")) return true;
  if (r.has(event_flag::spurious)) return mutated("maximal_spurious");
  if (r.rf != init_event && !previous(v, e, r.rf)) return false;
  return !overtaken(v, e, r.location, v.g.mo_place_of(r.rf));
}

// A blind change is maximal if nothing had reached zero before it, and if it says that it reaches
// zero exactly where it does, given what was there.
bool maximal_count(const revisit_view& v, event_id e) {
  const event& c = v.g[e];
  const location& loc = v.g.where(c.location);
  if (mutated("maximal_counts")) return true;
  std::uint64_t sum = loc.init;
  for (const event_id other : loc.counts) {
    if (!previous(v, e, other)) continue;
    const event& o = v.g[other];
    if (other != e && o.has(event_flag::zero)) return mutated("nothing_after_zero");
    sum = o.has(event_flag::decrement) ? sum - o.operand : sum + o.operand;
  }
  const bool reaches = c.has(event_flag::decrement) && truncate(sum, loc.size) == 0;
  return reaches == c.has(event_flag::zero);
}

bool maximal(const revisit_view& v, event_id e) {
  const event& it = v.g[e];
  switch (it.kind) {
    case event_kind::read:
      return maximal_read(v, e);
    case event_kind::write:
      return maximal_write(v, e);
    case event_kind::choice:
      return it.value == 0 || mutated("maximal_choices");
    case event_kind::count:
      return maximal_count(v, e);
    default:
      return true;
  }
}

}  // namespace

bool mo_tails::overtaken(const revisit_view& v, event_id by, location_id l, std::size_t from) {
  if (by_location_.size() <= l) by_location_.resize(l + 1);
  tail& t = by_location_[l];
  const std::vector<event_id>& order = v.g.where(l).mo;
  if (t.stamp != stamp_) {
    t.stamp = stamp_;
    t.earliest.resize(order.size() + 1);
    t.earliest.back() = no_event;
    for (std::size_t i = order.size(); i-- > 0;) {
      const event_id e = order[i];
      // What the trigger needs was there from the beginning, and the trigger itself never.
      const bool from_now_on = e == v.trigger && !mutated("trigger_not_there");
      const event_id since = from_now_on ? no_event : e == init_event || v.past[e] != 0 ? 0 : e;
      t.earliest[i] = std::min(since, t.earliest[i + 1]);
    }
  }
  return t.earliest[from] <= by;
}

event_id newest_fixed(const revisit_view& v, mo_tails& tails) {
  tails.begin();
  revisit_view with_tails = v;
  with_tails.tails = &tails;
  for (event_id e = v.trigger; e-- > v.target;) {
    if (v.past[e] == 0 && !maximal(with_tails, e)) return e;
  }
  return no_event;
}

void prefix_of(const graph& g, event_id w, std::vector<std::uint8_t>& past) {
  past.assign(g.size(), 0);
  for (thread_id t = 0; t < g.thread_count(); ++t) {
    const std::vector<event_id>& events = g.thread(t).events;
    const std::uint32_t known = g.prefix_length(g[w], t);
    for (std::uint32_t i = 0; i < known; ++i) past[events[i]] = 1;
  }
}

void keep_for(const revisit_view& v, std::vector<std::uint8_t>& keep) {
  const graph& g = v.g;
  keep.assign(v.past.begin(), v.past.end());
  std::fill_n(keep.begin(), v.target + 1, std::uint8_t{1});
  for (thread_id t = 1; t < g.thread_count(); ++t) {
    const std::vector<event_id>& events = g.thread(t).events;
    if (!events.empty() && keep[g.thread(t).created_by] != 0) keep[events.front()] = 1;
  }
}

bool revisitable(const revisit_view& v) {
  if (!maximal(v, v.target)) return false;
  for (event_id e = v.target + 1; e < v.trigger; ++e) {
    if (!v.kept(e) && !maximal(v, e)) return false;
  }
  return true;
}

}  // namespace suture
