// Marks and peeks: what code under test does for its checkers, and no run is another for.
//
// Marks are handed on to the observers that asked for them. They may stand in destructors, which
// must not be left by the exception that ends a run.
#include "model/sync/marks.hpp"
#include "model/engine/execution.hpp"

namespace suture {

void execution::begin_operation(const sync::marked_call& call) {
  if (tearing_down_) return;
  effect();
  for (observer* o : mark_observers_) o->on_begin_operation(*this, call);
}

void execution::end_operation(const sync::mark_value& result, const sync::site& where) {
  if (tearing_down_) return;
  quietly([&] {
    effect();
    for (observer* o : mark_observers_) o->on_end_operation(*this, result, where);
  });
}

void execution::mark_lock(const void* lock, bool taken, const sync::site& where) {
  if (tearing_down_) return;
  quietly([&] {
    effect();
    for (observer* o : mark_observers_) o->on_mark_lock(*this, lock, taken, where);
  });
}

// The graph may hold more than has been carried out, where a run follows it.
std::uint64_t execution::peek(location_id l) const {
  const event_id last = last_done(current_);
  const auto happened = [&](const event& e) {
    return last != no_event && graph_->in_prefix(e, (*graph_)[last]);
  };
  const location& at = graph_->where(l);
  if (!at.counts.empty()) {
    std::uint64_t sum = at.init;
    for (const event_id id : at.counts) {
      const event& e = (*graph_)[id];
      if (happened(e)) sum += e.has(event_flag::decrement) ? ~e.operand + 1 : e.operand;
    }
    return truncate(sum, at.size);
  }
  for (std::size_t i = at.mo.size(); i-- > 1;) {
    const event& e = (*graph_)[at.mo[i]];
    if (happened(e)) return e.value;
  }
  return at.init;
}

}  // namespace suture
