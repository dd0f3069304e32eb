#include "model/graph/cycle_search.hpp"

#include "model/sync/engine/mutation.hpp"

namespace suture {

void cycle_search::push(event_id e) {
  if (e == init_event || e == no_event || visited_[e] == walk_) return;
  visited_[e] = walk_;
  open_.push_back(e);
}

void cycle_search::push_predecessors(const graph& g, event_id id) {
  const event& e = g[id];
  if (e.index > 0) push(g.thread(e.thread).events[e.index - 1]);
  switch (e.kind) {
    case event_kind::read:
      push(e.rf);
      break;
    case event_kind::write: {
      // The write before it in modification order, and that write's readers (fr).
      const event_id before = g.where(e.location).mo[e.mo - 1];
      push(before);
      for (event_id r = g.first_reader(before, e.location); r != no_event; r = g[r].next_reader) {
        push(r);
      }
      break;
    }
    case event_kind::start:
      push(g.thread(e.thread).created_by);
      break;
    case event_kind::join:
      push(g.last_of(static_cast<thread_id>(e.value)));
      break;
    case event_kind::count:
      if (!counts_ || !e.has(event_flag::zero) || mutated("zero_comes_last")) break;
      for (const event_id other : g.where(e.location).counts) push(other);
      break;
    default:
      break;
  }
}

// False where only the past can tell: an event after which others wait.
bool cycle_search::push_successors(const graph& g, event_id id) {
  const event& e = g[id];
  const std::vector<event_id>& own = g.thread(e.thread).events;
  if (e.index + 1 < own.size()) push(own[e.index + 1]);
  if (!e.is_read() && !e.is_write()) return e.kind == event_kind::fence;
  const std::vector<event_id>& mo = g.where(e.location).mo;
  const std::uint32_t next = (e.is_write() ? e.mo : g.mo_place_of(e.rf)) + 1;
  if (next < mo.size()) push(mo[next]);  // mo; fr, where that is not the read's own write half
  if (!e.is_write()) return true;
  for (event_id r = e.first_reader; r != no_event; r = g[r].next_reader) push(r);
  return true;
}

cycle_search::answer cycle_search::look_ahead(const graph& g, event_id e) {
  constexpr std::size_t few = 16;
  ++walk_;
  open_.assign(1, e);
  for (std::size_t looked = 0; looked < open_.size(); ++looked) {
    const event_id next = open_[looked];
    if (looked == few || !push_successors(g, next)) return answer::unknown;
    if (visited_[e] == walk_) return answer::yes;
  }
  return answer::no;
}

bool cycle_search::on_cycle(const graph& g, event_id e) {
  if (visited_.size() < g.size()) visited_.resize(g.size(), 0);
  // What changes is mostly at the end of its thread, and little comes after it.
  if (const answer a = look_ahead(g, e); a != answer::unknown) return a == answer::yes;
  ++walk_;
  open_.clear();
  push_predecessors(g, e);
  while (!open_.empty()) {
    const event_id next = open_.back();
    if (next == e) return true;
    open_.pop_back();
    push_predecessors(g, next);
  }
  return false;
}

}  // namespace suture
