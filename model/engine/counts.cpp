// Refcount changes whose result nobody reads.
//
// Where the decider counts blind they become events that commute (graph_counts.cpp); else, and for
// every refcount that something else was done to, they are the updates they are written as.
#include "model/engine/execution.hpp"

namespace suture {

bool execution::count(hooks::cell& c, std::uint64_t n, bool decrement, std::memory_order order,
                      const sync::site& where) {
  if (over()) return false;
  const location_id l = lifetimes_.locate(c, where);
  if (blind_ && objects_.cell(l).counted_blind) return count_blind(l, n, decrement, order, where);
  const std::uint64_t old = update(c, decrement ? rmw_op::sub : rmw_op::add, n, order, where);
  return decrement && truncate(old, c.bytes) == truncate(n, c.bytes);
}

bool execution::count_blind(location_id l, std::uint64_t n, bool decrement, std::memory_order order,
                            const sync::site& where) {
  effect();
  event proto = proto_for(event_kind::count, where);
  proto.location = l;
  proto.size = graph_->where(l).size;
  proto.operand = n;
  proto.op = decrement ? rmw_op::sub : rmw_op::add;
  proto.order = proto.success = proto.failure = model_.effective(order);
  if (decrement) proto.flags |= event_flag::decrement;
  return add_blind(proto);
}

// True where the change is what reaches zero.
bool execution::add_blind(event proto) {
  proto.kind = event_kind::count;
  const location_id l = proto.location;
  if (follows()) return (*graph_)[follow(proto)].has(event_flag::zero);
  wait_ready(proto);
  // Other uses of the word, and changes after it has reached zero, are for the ordinary search.
  if (graph_->accessed(l)) refuse_blind(l);
  for (const event_id other : graph_->where(l).counts) {
    if ((*graph_)[other].has(event_flag::zero)) refuse_blind(l);
  }
  const event_id id = graph_->add_count(proto);
  done(id, id);
  return (*graph_)[id].has(event_flag::zero);
}

void execution::refuse_blind(location_id l) {
  search_->refuse_blind(objects_.identity_of(l));
  abandon();
}

}  // namespace suture
