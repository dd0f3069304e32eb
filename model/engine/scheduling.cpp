// Which thread runs: the run's only place where control passes from one thread to another.
#include <fmt/format.h>

#include <algorithm>

#include "model/engine/execution.hpp"
#include "model/graph/unit.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

// Has the thread lately read, and not in an update, what is not the last in modification order?
bool reads_old_values(const graph& g, thread_id t) {
  constexpr std::size_t lately = 64;  // events
  const std::vector<event_id>& own = g.thread(t).events;
  const auto begin = own.end() - static_cast<std::ptrdiff_t>(std::min(lately, own.size()));
  return std::any_of(begin, own.end(), [&](event_id id) {
    const event& e = g[id];
    return e.is_read() && !e.has(event_flag::rmw) && e.rf != g.latest(e.location);
  });
}

}  // namespace

bool execution::watched_changed(const thread_state& t) const {
  return std::any_of(t.watched.begin(), t.watched.end(), [&](const watched_read& seen) {
    const event_id latest = graph_->latest(seen.location);
    if (!t.by_value || latest == seen.rf) return latest != seen.rf;
    return graph_->value_of(latest, seen.location) != graph_->value_of(seen.rf, seen.location);
  });
}

bool execution::can_go(thread_id id) const {
  const thread_state& t = *threads_[id];
  switch (t.status) {
    case thread_status::ready:
    case thread_status::deferred:
      return true;
    case thread_status::waiting: {
      const event& e = *t.pending;
      return may_go_on(e, graph_->value_of(graph_->latest(e.location), e.location));
    }
    case thread_status::spinning:
      return search_ == nullptr && watched_changed(t);
    default:
      return false;
  }
}

// In replay, a thread goes on when what its next event rests on has been carried out: what it
// reads, who it joins, or the other changes of a counter that it brings to zero.
bool execution::can_follow(thread_id id) const {
  const thread_state& t = *threads_[id];
  const std::vector<event_id>& own = graph_->thread(id).events;
  if (t.position >= own.size()) return false;
  const event& next = (*graph_)[own[t.position]];
  if (next.kind == event_kind::join) {
    return threads_[static_cast<thread_id>(next.value)]->status == thread_status::finished;
  }
  const auto carried_out = [&](event_id other) {
    const event& e = (*graph_)[other];
    return e.thread < live_threads_ && e.index < threads_[e.thread]->position;
  };
  if (next.kind == event_kind::count && next.has(event_flag::zero)) {
    const std::vector<event_id>& all = graph_->where(next.location).counts;
    return std::all_of(all.begin(), all.end(), [&](event_id other) {
      return other == own[t.position] || carried_out(other);
    });
  }
  return next.kind != event_kind::read || next.rf == init_event || carried_out(next.rf);
}

thread_id execution::next_follower() {
  for (const thread_id t : active_) {
    if (can_follow(t)) return t;
  }
  return no_thread;
}

thread_id execution::next_thread() {
  thread_state& me = *me_;
  if (me.back_to != no_thread) {
    const thread_id creator = me.back_to;
    me.back_to = no_thread;
    return creator;
  }
  if (following_) {
    const thread_id t = next_follower();
    if (t != no_thread) return t;
    following_ = false;
  }
  if (attentive_ != 0) {
    enabled_.clear();
    for (const thread_id t : active_) {
      if (can_go(t)) enabled_.push_back(t);
    }
  }
  const auto candidates = enabled();
  if (candidates.empty()) {
    const thread_id t = next_to_give_up();
    return t != no_thread ? t : loops_.next_counted();
  }
  if (resting_ == candidates.size()) {
    const thread_id t = loops_.next_to_retrace(candidates);
    if (t != no_thread) return t;
  }
  return candidates.size() == 1 ? candidates.front() : decider_->pick_thread(*this);
}

void execution::switch_to_thread(thread_id t) {
  set_current(t);
  fibers_.switch_to(*threads_[t]->on);
}

void execution::leave_if_stuck() {
  decider_->stuck(*this);
  if (search_ != nullptr) search_->add_polls(*this, *graph_);
  run_end end = end_of_stuck_waits();
  for (const thread_id t : active_) {
    const thread_state& s = *threads_[t];
    if (s.status != thread_status::spinning) continue;
    const bool chose = s.chose && !mutated("choosers_may_stop");
    const bool changed = watched_changed(s) && !mutated("changes_let_go");
    if (s.counted && !mutated("counting_is_a_bound")) {
      end = run_end::bounded;
    } else if (end == run_end::blocked && (chose || changed)) {
      end = run_end::moot;
    }
  }
  // A process does not wait for its daemons.
  if (end == run_end::blocked && only_daemons_left()) end = run_end::complete;
  leave_run(abandoned_ ? run_end::abandoned : end);
}

// Could somebody else have gone on who has been passed over all the while? A run of one thread that
// waits for another says nothing of runs in which both get their turn. Who waits for a lock could
// go whenever it was free: where that was often, its word has many values. Nor does a run say
// anything in which the thread to its end reads what is outdated, since a write is seen some day.
bool execution::unfair() const {
  if (reads_old_values(*graph_, current_) && !mutated("writes_are_seen_some_day")) return true;
  const std::uint32_t fair_share =
      limits_.events / (4 * static_cast<std::uint32_t>(active_.size()));
  const std::size_t often = limits_.events / 100;
  return std::any_of(active_.begin(), active_.end(), [&](thread_id t) {
    const thread_state& other = *threads_[t];
    if (t == current_ || other.position >= fair_share) return false;
    if (can_go(t)) return true;
    return other.status == thread_status::waiting &&
           graph_->where(other.pending->location).mo.size() > often;
  });
}

// The run has gone on for longer than it may.
void execution::cut_off() {
  if (found_ || end_ != run_end::complete) return;
  if (pulse_.invaded.load(std::memory_order_relaxed)) return report_invasion();
  if (interrupted() || !limits_.endless_is_finding || only_daemons_left() || unfair()) {
    end_ = run_end::bounded;
    return;
  }
  end_ = run_end::failed;
  found_ = finding{std::string(finding_kind::timeout),
                   fmt::format("the run goes on after {} events", limits_.events),
                   {{fmt::format("thread {} is", current_), me_->waits_at}},
                   {}};
}

// Called by the current thread once it stands at its next operation; returns when it is its turn.
void execution::reschedule() {
  const thread_id self = current_;
  if (++steps_ > pulse_.step_limit.load(std::memory_order_relaxed)) cut_off();
  const thread_id next = found_ || end_ != run_end::complete ? no_thread : next_thread();
  if (next == no_thread) {
    if (found_ || end_ != run_end::complete) {
      leave_run(end_);
    } else {
      leave_if_stuck();
    }
  } else if (next != self) {
    switch_to_thread(next);
  }
  if (tearing_down_) {
    throw run_over{};
  }
}

void execution::wait_as(thread_status s, const sync::site& where) {
  thread_state& me = *me_;
  me.status = s;
  me.waits_at = where;
  const bool attentive = s == thread_status::waiting || s == thread_status::spinning;
  if (attentive) ++attentive_;
  if (s == thread_status::ready || s == thread_status::deferred) {
    if (!me.listed) list(current_);
  } else if (me.listed) {
    unlist(current_);
  }
  reschedule();
  if (attentive) --attentive_;
  me.status = thread_status::running;
}

// The shortest wait: only until it is the thread's turn to do `proto`.
void execution::wait_ready(const event& proto) {
  thread_state& me = *me_;
  me.status = thread_status::ready;
  me.pending = &proto;
  if (!me.listed) list(current_);
  reschedule();
  me.status = thread_status::running;
}

// ready_ is in creation order, as active_ is.
void execution::list(thread_id t) {
  threads_[t]->listed = true;
  std::size_t place = 0;
  for (const thread_id other : active_) {
    if (other == t) break;
    if (threads_[other]->listed) ++place;
  }
  ready_.insert(ready_.begin() + static_cast<std::ptrdiff_t>(place), t);
}

void execution::unlist(thread_id t) {
  threads_[t]->listed = false;
  ready_.erase(std::find(ready_.begin(), ready_.end(), t));
}

}  // namespace suture
