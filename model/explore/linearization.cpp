#include "model/explore/linearization.hpp"

#include <algorithm>

#include "model/explore/base_policy.hpp"

namespace suture {

namespace {

bool is_access(const event& e) { return e.is_read() || e.is_write(); }

// The write after which, in modification order, a read must not look back: its first mo-successor.
void coherence_edges(const graph& g, event_id id, std::vector<std::vector<event_id>>& before) {
  const event& e = g[id];
  const std::vector<event_id>& mo = g.where(e.location).mo;
  if (e.is_write()) {
    if (e.mo > 1) before[id].push_back(mo[e.mo - 1]);
    return;
  }
  const std::uint32_t next = g.mo_place_of(e.rf) + 1;
  if (next < mo.size() && g[mo[next]].thread != e.thread) before[mo[next]].push_back(id);
}

}  // namespace

linearization::linearization(const graph& target) : target_(target) {
  if (!sort(predecessors(target, true))) sort(predecessors(target, false));
}

std::vector<std::vector<event_id>> linearization::predecessors(const graph& g,
                                                               bool with_coherence) {
  std::vector<std::vector<event_id>> before(g.size());
  for (event_id id = 0; id < g.size(); ++id) {
    const event& e = g[id];
    if (e.index > 0) before[id].push_back(g.thread(e.thread).events[e.index - 1]);
    if (e.kind == event_kind::start) before[id].push_back(g.thread(e.thread).created_by);
    if (e.kind == event_kind::join) {
      before[id].push_back(g.last_of(static_cast<thread_id>(e.value)));
    }
    if (e.is_read() && e.rf != init_event && e.rf != no_event) before[id].push_back(e.rf);
    if (with_coherence && is_access(e)) coherence_edges(g, id, before);
  }
  return before;
}

// Topological order that stays in a thread as long as it can. False where there is a cycle.
bool linearization::sort(const std::vector<std::vector<event_id>>& before) {
  const std::uint32_t n = target_.size();
  std::vector<std::uint32_t> missing(n, 0);
  std::vector<std::vector<event_id>> after(n);
  for (event_id id = 0; id < n; ++id) {
    for (const event_id b : before[id]) {
      if (b == no_event || b == init_event || b == id) continue;
      after[b].push_back(id);
      ++missing[id];
    }
  }
  rank_.assign(n, 0);
  std::vector<std::uint32_t> position(target_.thread_count(), 0);
  thread_id on = 0;
  for (std::uint32_t rank = 0; rank < n; ++rank) {
    const auto ready = [&](thread_id t) {
      const auto& own = target_.thread(t).events;
      return position[t] < own.size() && missing[own[position[t]]] == 0;
    };
    if (!ready(on)) {
      on = 0;
      while (on < target_.thread_count() && !ready(on)) ++on;
      if (on == target_.thread_count()) return false;
    }
    const event_id id = target_.thread(on).events[position[on]++];
    rank_[id] = rank;
    for (const event_id next : after[id]) --missing[next];
  }
  return true;
}

graph* linearization::next_run() {
  if (ran_) return nullptr;
  ran_ = true;
  graph_.clear();
  return &graph_;
}

// The target's event that thread `t` of this run does next; polls are not done again.
event_id linearization::next_of(execution& run, thread_id t) const {
  const graph& g = run.events();
  if (t >= target_.thread_count()) return no_event;
  // Threads have the same identities in both graphs but may have other numbers.
  const thread_id there = counterpart(g, target_, t);
  if (there == no_thread) return no_event;
  std::size_t done = g.thread(t).events.size();
  for (const event_id id : target_.thread(there).events) {
    if (target_[id].kind == event_kind::poll) continue;
    if (done-- == 0) return id;
  }
  return no_event;
}

thread_id linearization::pick_thread(execution& run) {
  thread_id best = no_thread;
  std::uint32_t best_rank = 0;
  for (const thread_id t : run.enabled()) {
    const event_id next = next_of(run, t);
    if (next == no_event) continue;
    if (best == no_thread || rank_[next] < best_rank) {
      best = t;
      best_rank = rank_[next];
    }
  }
  return best == no_thread ? default_thread(run) : best;
}

// The event of this run that is the target's `id`: same thread, same ordinal without polls.
event_id linearization::here_of(execution& run, event_id id) const {
  if (id == init_event) return init_event;
  const event& e = target_[id];
  const thread_id here = counterpart(target_, run.events(), e.thread);
  if (here == no_thread) return no_event;
  std::uint32_t index = 0;
  for (const event_id other : target_.thread(e.thread).events) {
    if (other == id) break;
    if (target_[other].kind != event_kind::poll) ++index;
  }
  const auto& own = run.events().thread(here).events;
  return index < own.size() ? own[index] : no_event;
}

read_choice linearization::pick_read(execution& run, const event& proto) {
  const event_id next = next_of(run, proto.thread);
  const event_id usual = run.events().latest(proto.location);
  if (next == no_event || !target_[next].is_read()) return {usual};
  const event_id rf = here_of(run, target_[next].rf);
  if (rf == no_event) return {usual};
  return {rf, target_[next].has(event_flag::spurious)};
}

std::uint32_t linearization::pick_place(execution& run, const event& proto) {
  const graph& g = run.events();
  const std::vector<event_id>& mo = g.where(proto.location).mo;
  const event_id next = next_of(run, proto.thread);
  if (next == no_event || !target_[next].is_write()) return static_cast<std::uint32_t>(mo.size());
  // After the last write of this run that comes before it in the target.
  const event& e = target_[next];
  for (std::uint32_t i = e.mo; i-- > 1;) {
    const event_id here = here_of(run, target_.where(e.location).mo[i]);
    if (here != no_event) return g[here].mo + 1;
  }
  return 1;
}

std::uint32_t linearization::pick_choice(execution& run, std::uint32_t n) {
  const event_id next = next_of(run, run.current());
  if (next == no_event || target_[next].kind != event_kind::choice) return 0;
  const auto value = static_cast<std::uint32_t>(target_[next].value);
  return value < n ? value : 0;
}

}  // namespace suture
