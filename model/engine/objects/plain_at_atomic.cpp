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

location_id plain_accesses::touch_plainly(const hooks::cell& c, bool write, std::uint64_t bits,
                                          const sync::site& where) {
  if (write) run_.effect();
  const location_id l = run_.lifetimes_.locate(c, where);
  if (!write) run_.loops_.looks_plainly(run_.me_->looked_at_place, l, where);
  if (run_.blind_ && !run_.graph_->where(l).counts.empty()) run_.refuse_blind(l);
  run_.objects_.cell(l).counted_blind = false;
  run_.objects_.accessed_plainly(l);
  const plain_access access{
      l, &c, write, where, {&bits, hooks::value_kind::unsigned_number, c.bytes}};
  for (observer* o : run_.observers_) o->on_plain_at_atomic(run_, l, access);
  return l;
}

std::uint64_t plain_accesses::plain_load(const hooks::cell& c, const sync::site& where) {
  if (run_.over()) return c.bits;
  const location_id place = run_.lifetimes_.locate(c, where);
  const std::uint64_t value = run_.graph_->value_of(run_.latest_known(place), place);
  const location_id l = touch_plainly(c, false, value, where);
  run_.me_->touched = run_.me_->touched == no_location || run_.me_->touched == l ? l : elsewhere;
  return value;
}

void plain_accesses::plain_store(hooks::cell& c, std::uint64_t bits, const sync::site& where) {
  if (run_.over()) return;
  touch_plainly(c, true, bits, where);
  write_plainly(c, bits, where);
}

void plain_accesses::write_plainly(hooks::cell& c, std::uint64_t bits, const sync::site& where) {
  event proto = run_.proto_at(event_kind::write, c, std::memory_order_relaxed, where);
  proto.failure = event::plain_order;
  proto.value = bits;
  run_.perform_write(proto);
}

void plain_accesses::tell_beside_plain(event_id first) {
  const location_id l = (*run_.graph_)[first].location;
  if (l == no_location || !run_.objects_.knows(l) || !run_.objects_.cell(l).plainly) return;
  for (observer* o : run_.observers_) o->on_atomic_beside_plain(run_, first);
}

}  // namespace suture
