#include "model/graph/tso_order.hpp"

#include <algorithm>

#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

constexpr std::uint32_t never = 0xFFFFFFFF;
constexpr std::uint32_t few = 32;  // events that a look forward takes in

// Accesses of the engine's own that order nothing: what it only looks up, and what is forgotten.
bool is_unheard(const event& e) {
  if (!e.has(event_flag::internal)) return false;
  return e.order == std::memory_order_relaxed || (e.unheard && !mutated("tso_calls_unheard"));
}

bool is_compare_exchange(const event& e) {
  return e.op == rmw_op::cas_strong || e.op == rmw_op::cas_weak;
}

// As the processor sees it: with the lock prefix?
bool is_locked(const event& e) {
  if (e.has(event_flag::internal) && !mutated("tso_own_locks")) return false;
  if (e.has(event_flag::rmw)) return !mutated("tso_updates_are_locked");
  if (e.is_read()) return is_compare_exchange(e) && !mutated("tso_failures_are_locked");
  return is_seq_cst(e.order) && !mutated("tso_stores_exchange");
}

bool is_light(const event& e) { return side_of(e) == fence_side::light; }

}  // namespace

tso_order::role tso_order::role_of(const event& e) {
  switch (e.kind) {
    case event_kind::read:
      if (is_unheard(e)) return role::outside;
      return is_locked(e) ? role::barrier : role::load;
    case event_kind::write:
      if (is_unheard(e)) return role::outside;
      return is_locked(e) || mutated("tso_buffers") ? role::barrier : role::store;
    case event_kind::fence:
      if (is_light(e)) return mutated("tso_light_fences") ? role::barrier : role::load;
      return is_seq_cst(e.order) && !mutated("tso_fences") ? role::barrier : role::load;
    case event_kind::count:
      return is_unheard(e) || mutated("tso_counts_are_locked") ? role::load : role::barrier;
    case event_kind::create:
    case event_kind::start:
    case event_kind::join:
    case event_kind::end:
      return mutated("tso_threads") ? role::load : role::barrier;
    case event_kind::poll:
    case event_kind::choice:
      break;
  }
  return role::load;
}

void tso_order::reach(thread_id t, std::uint32_t loads, std::uint32_t stores) {
  marks& w = wanted_[t];
  if (loads <= w.loads && stores <= w.stores) return;
  w.loads = std::max(w.loads, loads);
  w.stores = std::max(w.stores, stores);
  open_.push_back(t);
}

void tso_order::reach(const graph& g, event_id id) {
  if (id == init_event || id == no_event) return;
  const event& e = g[id];
  const role r = role_of(e);
  if (r == role::outside) return;
  if (r == role::store) {
    reach(e.thread, e.index, e.index + 1);
  } else {
    reach(e.thread, e.index + 1, 0);  // look_back finds the barrier that it may be
  }
}

// The decrement that reaches zero comes last.
void tso_order::reach_other_counts(const graph& g, event_id id) {
  if (!g[id].has(event_flag::zero) || mutated("zero_comes_last")) return;
  for (const event_id other : g.where(g[id].location).counts) {
    if (other != id) reach(g, other);
  }
}

// What comes before it by other edges than program order.
void tso_order::reach_what_others_did(const graph& g, event_id id) {
  const event& e = g[id];
  switch (e.kind) {
    case event_kind::read:
      // One's own store is read out of the buffer.
      if (e.rf == init_event) break;
      if (g[e.rf].thread != e.thread || mutated("tso_own_stores")) {
        if (!mutated("tso_reads_follow")) reach(g, e.rf);
      }
      break;
    case event_kind::write: {
      const event_id before = g.where(e.location).mo[e.mo - 1];
      if (!mutated("tso_follows_mo")) reach(g, before);
      if (mutated("tso_missed_before")) break;
      for (event_id r = g.first_reader(before, e.location); r != no_event; r = g[r].next_reader) {
        reach(g, r);
      }
      break;
    }
    case event_kind::start:
      reach(g, g.thread(e.thread).created_by);
      break;
    case event_kind::join:
      reach(g, g.last_of(static_cast<thread_id>(e.value)));
      break;
    case event_kind::count:
      reach_other_counts(g, id);
      break;
    default:
      break;
  }
}

void tso_order::look_back(const graph& g, thread_id t) {
  const std::vector<event_id>& own = g.thread(t).events;
  marks& done = done_[t];
  const std::uint32_t loads = wanted_[t].loads;
  for (std::uint32_t i = loads; i-- > done.loads;) {
    const event& e = g[own[i]];
    const role r = role_of(e);
    if (r == role::outside || r == role::store) continue;
    reach_what_others_did(g, own[i]);
    if (r == role::barrier) reach(t, i, i);
    if (side_of(e) != fence_side::heavy) continue;
    const auto known = std::find(heavy_.begin(), heavy_.end(), own[i]);
    if (known != heavy_.end()) reach_stood_before(static_cast<std::size_t>(known - heavy_.begin()));
  }
  done.loads = std::max(done.loads, loads);
  const std::uint32_t stores = wanted_[t].stores;
  for (std::uint32_t i = done.stores; i < stores; ++i) {
    if (role_of(g[own[i]]) == role::store) reach_what_others_did(g, own[i]);
  }
  done.stores = std::max(done.stores, stores);
}

void tso_order::begin(const graph& g, event_id id) {
  const event& e = g[id];
  wanted_.assign(g.thread_count(), {0, 0});
  done_.assign(g.thread_count(), {0, 0});
  open_.clear();
  reach(e.thread, e.index, role_of(e) == role::load ? 0 : e.index);
  reach_what_others_did(g, id);
}

bool tso_order::comes_back(const graph& g, event_id id) {
  const event& e = g[id];
  const bool waits = role_of(e) == role::store;
  const auto is_back = [&] {
    const marks& m = wanted_[e.thread];
    return (waits ? m.stores : m.loads) > e.index;
  };
  while (!open_.empty() && !is_back()) {
    const thread_id t = open_.back();
    open_.pop_back();
    look_back(g, t);
  }
  return is_back();
}

void tso_order::reach_ahead(thread_id t, std::uint32_t loads, std::uint32_t stores) {
  marks& w = wanted_[t];
  if (loads >= w.loads && stores >= w.stores) return;
  w.loads = std::min(w.loads, loads);
  w.stores = std::min(w.stores, stores);
  open_.push_back(t);
}

void tso_order::reach_ahead(const graph& g, event_id id) {
  const event& e = g[id];
  const role r = role_of(e);
  if (r == role::outside) return;
  reach_ahead(e.thread, r == role::store ? never : e.index, e.index);
}

// False where only the past can tell: an event after which others wait.
bool tso_order::reach_what_others_do(const graph& g, event_id id) {
  const event& e = g[id];
  if (!e.is_read() && !e.is_write()) return role_of(e) == role::load || e.kind == event_kind::fence;
  const std::vector<event_id>& mo = g.where(e.location).mo;
  const std::uint32_t next = (e.is_write() ? e.mo : g.mo_place_of(e.rf)) + 1;
  const bool known = e.is_write() ? !mutated("tso_follows_mo") : !mutated("tso_missed_before");
  if (next < mo.size() && known) reach_ahead(g, mo[next]);
  if (!e.is_write() || mutated("tso_reads_follow")) return true;
  for (event_id r = e.first_reader; r != no_event; r = g[r].next_reader) {
    if (g[r].thread != e.thread || mutated("tso_own_stores")) reach_ahead(g, r);
  }
  return true;
}

// False where it takes too long, or only the past can tell.
bool tso_order::look_on(const graph& g, thread_id t) {
  const std::vector<event_id>& own = g.thread(t).events;
  const auto size = static_cast<std::uint32_t>(own.size());
  marks& done = done_[t];
  const auto take_in = [&](std::uint32_t from, std::uint32_t to, bool loads) {
    for (std::uint32_t i = from; i < std::min(to, size); ++i) {
      if (++looked_ > few) return false;
      const role r = role_of(g[own[i]]);
      if (r == role::outside || (r == role::load) != loads) continue;
      if (!reach_what_others_do(g, own[i])) return false;
      if (r == role::barrier) reach_ahead(t, i + 1, i + 1);
    }
    return true;
  };
  const std::uint32_t stores = wanted_[t].stores;
  if (!take_in(stores, done.stores, false)) return false;
  done.stores = std::min(done.stores, stores);
  const std::uint32_t loads = wanted_[t].loads;
  if (!take_in(loads, done.loads, true)) return false;
  done.loads = std::min(done.loads, loads);
  return true;
}

tso_order::answer tso_order::look_ahead(const graph& g, event_id id) {
  const event& e = g[id];
  const role r = role_of(e);
  wanted_.assign(g.thread_count(), {never, never});
  done_.assign(g.thread_count(), {never, never});
  open_.clear();
  looked_ = 0;
  const auto is_back = [&] {
    const marks& m = wanted_[e.thread];
    return (r == role::load ? m.loads : m.stores) <= e.index;
  };
  reach_ahead(e.thread, r == role::store ? never : e.index + 1, e.index + 1);
  if (!reach_what_others_do(g, id)) return answer::unknown;
  while (!open_.empty() && !is_back()) {
    const thread_id t = open_.back();
    open_.pop_back();
    if (!look_on(g, t)) return answer::unknown;
  }
  return is_back() ? answer::yes : answer::no;
}

bool tso_order::on_cycle(const graph& g, event_id e) {
  if (role_of(g[e]) == role::outside) return false;
  // What changes is mostly at the end of its thread, and little comes after it.
  if (const answer a = look_ahead(g, e); a != answer::unknown) return a == answer::yes;
  heavy_.clear();
  begin(g, e);
  return comes_back(g, e);
}

void tso_order::reach_stood_before(std::size_t heavy) {
  const std::vector<std::uint32_t>& light = stands_before_[heavy];
  for (thread_id t = 0; t < light.size(); ++t) reach(t, light[t], light[t]);
}

// The walk has come to all that is before the heavy fence. True where more light ones are.
bool tso_order::stand_before(const graph& g, std::size_t heavy) {
  bool more = false;
  for (thread_id t = 0; t < g.thread_count(); ++t) {
    std::uint32_t i = std::max(done_[t].loads, done_[t].stores);
    if (i == 0) continue;
    --i;  // the last that it came to
    while (i > 0 && !is_light(g[g.thread(t).events[i - 1]])) --i;
    if (i == 0 || i - 1 <= stands_before_[heavy][t]) continue;
    stands_before_[heavy][t] = i - 1;
    more = true;
  }
  return more;
}

bool tso_order::heavy_on_cycle(const graph& g) {
  if (mutated("tso_heavy_fences")) return false;
  heavy_.clear();
  for (event_id id = 0; id < g.size(); ++id) {
    if (side_of(g[id]) == fence_side::heavy) heavy_.push_back(id);
  }
  stands_before_.assign(heavy_.size(), std::vector<std::uint32_t>(g.thread_count(), 0));
  for (bool more = true; more;) {
    more = false;
    for (std::size_t h = 0; h < heavy_.size(); ++h) {
      begin(g, heavy_[h]);
      if (comes_back(g, heavy_[h])) return true;
      more = stand_before(g, h) || more;
      reach_stood_before(h);
      if (comes_back(g, heavy_[h])) return true;
    }
  }
  return false;
}

}  // namespace suture
