// Plain accesses to the place of an atomic, as an interpreter makes them where it alone has the
// object, or holds the lock that all who write to it hold.
//
// They race with every access that nothing orders, unless both only read; the observers judge.
// Where there is no race a plain read has one value to see: that of the last write that happens
// before it. So it is no event, and no search branches at it. A plain write is a relaxed store in
// the graph, since atomic reads take their values from it. It releases nothing under rc11; under sc
// it does, but whoever reads it without an order is reported first.
#include "model/engine/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

bool execution::known_to(const event& e) const {
  return e.thread == current_ || graph_->clocks().at(e.hb, current_) > me_->position;
}

location_id execution::touch_plainly(const hooks::cell& c, bool write, std::uint64_t bits,
                                     const sync::site& where) {
  if (write) effect();
  const location_id l = locate(c, where);
  if (!write) loops_.looks_plainly(me_->looked_at_place, l, where);
  if (blind_ && !graph_->where(l).counts.empty()) refuse_blind(l);
  objects_.cell(l).counted_blind = false;
  objects_.accessed_plainly(l);
  const plain_access access{
      l, &c, write, where, {&bits, hooks::value_kind::unsigned_number, c.bytes}};
  for (observer* o : observers_) o->on_plain_at_atomic(*this, l, access);
  return l;
}

event_id execution::latest_known(location_id l) const {
  const std::vector<event_id>& order = graph_->where(l).mo;
  for (std::size_t i = order.size(); i-- > 1;) {
    const event& e = (*graph_)[order[i]];
    const bool before = e.thread == current_ ? e.index < me_->position : knows({e.thread, e.index});
    if (before && !mutated("plain_reads_are_current")) return order[i];
  }
  return init_event;
}

std::uint64_t execution::plain_load(const hooks::cell& c, const sync::site& where) {
  if (over()) return c.bits;
  const location_id place = locate(c, where);
  const std::uint64_t value = graph_->value_of(latest_known(place), place);
  const location_id l = touch_plainly(c, false, value, where);
  me_->touched = me_->touched == no_location || me_->touched == l ? l : elsewhere;
  return value;
}

void execution::plain_store(hooks::cell& c, std::uint64_t bits, const sync::site& where) {
  if (over()) return;
  touch_plainly(c, true, bits, where);
  write_plainly(c, bits, where);
}

void execution::write_plainly(hooks::cell& c, std::uint64_t bits, const sync::site& where) {
  event proto = proto_at(event_kind::write, c, std::memory_order_relaxed, where);
  proto.failure = event::plain_order;
  proto.value = bits;
  perform_write(proto);
}

void execution::tell_beside_plain(event_id first) {
  const location_id l = (*graph_)[first].location;
  if (l == no_location || !objects_.knows(l) || !objects_.cell(l).plainly) return;
  for (observer* o : observers_) o->on_atomic_beside_plain(*this, first);
}

}  // namespace suture
