#include "model/execution/cycle_search.hpp"

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
    default:
      break;
  }
}

bool cycle_search::on_cycle(const graph& g, event_id e) {
  if (visited_.size() < g.size()) visited_.resize(g.size(), 0);
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
