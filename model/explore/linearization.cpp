#include "model/explore/linearization.hpp"

#include <algorithm>

#include "model/explore/base_policy.hpp"
#include "model/graph/candidates.hpp"

namespace suture {

namespace {

bool is_access(const event& e) { return e.is_read() || e.is_write(); }

// Is it an operation of its own? A poll is only an attempt at one, and an update is one with its
// read.
bool is_operation(const event& e) {
  return e.kind != event_kind::poll && !(e.is_write() && e.has(event_flag::rmw));
}

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

linearization::linearization(const graph& target, bool endless) : target_(target) {
  for (thread_id t = 0; endless && t < target.thread_count(); ++t) {
    const auto longer = [&] {
      return target.thread(t).events.size() > target.thread(last_).events.size();
    };
    if (last_ == no_thread || longer()) last_ = t;
  }
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
    if (e.kind == event_kind::count && e.has(event_flag::zero)) {
      for (const event_id other : g.where(e.location).counts) before[id].push_back(other);
    }
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
    if (on == last_ || !ready(on)) {
      on = 0;
      while (on < target_.thread_count() && (on == last_ || !ready(on))) ++on;
      if (on == target_.thread_count()) on = last_;
      if (on == no_thread || !ready(on)) return false;
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

// The operations of a thread so far; each event is looked at once.
const std::vector<event_id>& linearization::operation_list::of(const graph& g, thread_id t) {
  if (threads.size() <= t) threads.resize(t + 1);
  seen_part& part = threads[t];
  const std::vector<event_id>& own = g.thread(t).events;
  for (; part.seen < own.size(); ++part.seen) {
    const event_id id = own[part.seen];
    if (numbers.size() <= id) numbers.resize(id + 1, 0);
    numbers[id] = static_cast<std::uint32_t>(part.operations.size());
    if (is_operation(g[id])) part.operations.push_back(id);
  }
  return part.operations;
}

// The target's event that thread `t` of this run does next.
event_id linearization::next_of(const run_view& run, thread_id t) {
  // Threads have the same identities in both graphs but may have other numbers.
  const thread_id there = counterpart(run.events(), target_, t);
  if (there == no_thread) return no_event;
  const std::size_t done = here_.of(run.events(), t).size();
  const std::vector<event_id>& all = there_.of(target_, there);
  return done < all.size() ? all[done] : no_event;
}

thread_id linearization::pick_thread(const run_view& run) {
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

// The event of this run that is the target's `id`. A write half follows its read.
event_id linearization::here_of(const run_view& run, event_id id) {
  if (id == init_event) return init_event;
  const event& e = target_[id];
  const thread_id here = counterpart(target_, run.events(), e.thread);
  if (here == no_thread) return no_event;
  const bool half = !is_operation(e);
  const event_id whole = half ? target_.thread(e.thread).events[e.index - 1] : id;
  there_.of(target_, e.thread);
  const graph& g = run.events();
  const std::vector<event_id>& done = here_.of(g, here);
  const std::uint32_t number = there_.numbers[whole];
  if (number >= done.size()) return no_event;
  const event_id found = done[number];
  if (!half) return found;
  const auto& own = g.thread(here).events;
  return g[found].index + 1 < own.size() ? own[g[found].index + 1] : no_event;
}

read_choice linearization::pick_read(const run_view& run, const event& proto) {
  const event_id next = next_of(run, proto.thread);
  const event_id usual = run.events().latest(proto.location);
  if (next == no_event || !target_[next].is_read()) return {usual};
  const event_id rf = here_of(run, target_[next].rf);
  if (rf == no_event) return {usual};
  // Not allowed where the target left order out that is there when refcounts are counted one by
  // one.
  const graph& g = run.events();
  const bool spurious = target_[next].has(event_flag::spurious);
  const std::uint32_t place = g.mo_place_of(rf);
  if (place < g.coherence_bound(proto.thread, proto.location)) return {usual};
  return run.may_read(proto, place, spurious) ? read_choice{rf, spurious} : read_choice{usual};
}

std::uint32_t linearization::pick_place(const run_view& run, const event& proto) {
  const graph& g = run.events();
  const std::vector<event_id>& mo = g.where(proto.location).mo;
  const event_id next = next_of(run, proto.thread);
  if (next == no_event || !target_[next].is_write()) return static_cast<std::uint32_t>(mo.size());
  // After the last write of this run that comes before it in the target.
  const event& e = target_[next];
  std::uint32_t place = 1;
  for (std::uint32_t i = e.mo; i-- > 1;) {
    const event_id here = here_of(run, target_.where(e.location).mo[i]);
    if (here == no_event) continue;
    place = g[here].mo + 1;
    break;
  }
  const bool allowed =
      place > g.coherence_bound(proto.thread, proto.location) && run.may_place(proto, place);
  return allowed ? place : static_cast<std::uint32_t>(mo.size());
}

std::uint32_t linearization::pick_choice(const run_view& run, std::uint32_t n) {
  const event_id next = next_of(run, run.current());
  if (next == no_event || target_[next].kind != event_kind::choice) return 0;
  const auto value = static_cast<std::uint32_t>(target_[next].value);
  return value < n ? value : 0;
}

}  // namespace suture
