#include "model/explore/shrinking/planned_run.hpp"

#include <algorithm>

#include "model/explore/base_policy.hpp"
#include "model/graph/candidates.hpp"
#include "model/graph/unit.hpp"

namespace suture {

namespace {

std::uint32_t position(const run_view& run, thread_id t) {
  return static_cast<std::uint32_t>(run.events().thread(t).events.size());
}

// The write that the oddity names, if it is there and of this location.
event_id source_of(const graph& g, const oddity& o, location_id l) {
  if (o.writer == no_thread) return init_event;
  if (o.writer >= g.thread_count() || o.written_at >= g.thread(o.writer).events.size()) {
    return no_event;
  }
  const event_id id = g.thread(o.writer).events[o.written_at];
  return g[id].is_write() && g[id].location == l ? id : no_event;
}

}  // namespace

graph* planned_run::next_run() {
  if (ran_) return nullptr;
  ran_ = true;
  graph_.clear();
  return &graph_;
}

thread_id planned_run::pick_thread(const run_view& run) {
  const auto enabled = run.enabled();
  for (const plan_block& b : plan_.blocks) {
    if (std::find(enabled.begin(), enabled.end(), b.thread) == enabled.end()) continue;
    if (is_held(run, b.thread)) continue;
    if (position(run, b.thread) >= b.until || run.gives_way(b.thread) ||
        run.thread(b.thread).rests) {
      continue;
    }
    return b.thread;
  }
  const thread_id usual = default_thread(run);
  if (!is_held(run, usual)) return usual;
  const auto other = std::find_if(enabled.begin(), enabled.end(), [&](thread_id t) {
    return t != usual && !run.gives_way(t) && !run.thread(t).rests;
  });
  return other == enabled.end() ? usual : *other;
}

bool planned_run::is_held(const run_view& run, thread_id t) const {
  return t == held_.thread && position(run, t) >= held_.until &&
         held_until_.thread < run.events().thread_count() &&
         position(run, held_until_.thread) < held_until_.until;
}

const oddity* planned_run::odd_now(const run_view& run, oddity::what kind) const {
  const thread_id t = run.current();
  const std::uint32_t at = position(run, t);
  const auto one = std::find_if(plan_.odd.begin(), plan_.odd.end(), [&](const oddity& o) {
    return o.thread == t && o.at == at && o.kind == kind;
  });
  return one == plan_.odd.end() ? nullptr : &*one;
}

read_choice planned_run::pick_read(const run_view& run, const event& proto) {
  const graph& g = run.events();
  const read_choice usual{g.latest(proto.location)};
  const oddity* const o = odd_now(run, oddity::what::read);
  if (o == nullptr) return usual;
  const event_id rf = source_of(g, *o, proto.location);
  if (rf == no_event) return usual;
  const std::uint32_t place = g.mo_place_of(rf);
  const bool can = place >= g.coherence_bound(proto.thread, proto.location) &&
                   (!o->by_chance || may_fail_by_chance(proto, g.value_of(rf, proto.location))) &&
                   run.may_read(proto, place, o->by_chance);
  return can ? read_choice{rf, o->by_chance} : usual;
}

std::uint32_t planned_run::pick_place(const run_view& run, const event& proto) {
  const graph& g = run.events();
  const auto end = static_cast<std::uint32_t>(g.where(proto.location).mo.size());
  const oddity* const o = odd_now(run, oddity::what::place);
  if (o == nullptr) return end;
  const event_id before = source_of(g, *o, proto.location);
  if (before == no_event) return end;
  const std::uint32_t place = g.mo_place_of(before) + 1;
  const bool can = place < end && place > g.coherence_bound(proto.thread, proto.location) &&
                   run.may_place(proto, place);
  return can ? place : end;
}

std::uint32_t planned_run::pick_choice(const run_view& run, std::uint32_t n) {
  const oddity* const o = odd_now(run, oddity::what::choice);
  return o != nullptr && o->choice < n ? o->choice : 0;
}

thread_id plan_recorder::pick_thread(const run_view& run) {
  const thread_id picked = inner().pick_thread(run);
  if (!plan_.blocks.empty()) {
    plan_block& last = plan_.blocks.back();
    if (last.thread == picked) return picked;
    last.until = position(run, last.thread);
  }
  plan_.blocks.push_back({picked});
  return picked;
}

void plan_recorder::note(const run_view& run, oddity::what kind, event_id source,
                         std::uint32_t choice, bool by_chance) {
  oddity o{run.current(), position(run, run.current()), kind};
  if (source < run.events().size()) {
    o.writer = run.events()[source].thread;
    o.written_at = run.events()[source].index;
  }
  o.choice = choice;
  o.by_chance = by_chance;
  plan_.odd.push_back(o);
}

read_choice plan_recorder::pick_read(const run_view& run, const event& proto) {
  const read_choice picked = inner().pick_read(run, proto);
  if (picked.spurious || picked.rf != run.events().latest(proto.location)) {
    note(run, oddity::what::read, picked.rf, 0, picked.spurious);
  }
  return picked;
}

std::uint32_t plan_recorder::pick_place(const run_view& run, const event& proto) {
  const std::uint32_t picked = inner().pick_place(run, proto);
  const auto& order = run.events().where(proto.location).mo;
  if (picked < order.size()) note(run, oddity::what::place, order[picked - 1], 0, false);
  return picked;
}

std::uint32_t plan_recorder::pick_choice(const run_view& run, std::uint32_t n) {
  const std::uint32_t picked = inner().pick_choice(run, n);
  if (picked != 0) note(run, oddity::what::choice, no_event, picked, false);
  return picked;
}

}  // namespace suture
