// Words that threads wait for: what locks, wait queues and counts are made of.
#include "model/engine/execution.hpp"

namespace suture {

event_id execution::await(location_id l, await_condition condition, const sync::site& where) {
  if (over()) return no_event;
  event proto = proto_for(event_kind::read, where);
  proto.location = l;
  proto.size = 4;
  proto.condition = condition;
  proto.order = proto.success = proto.failure = model_.effective(std::memory_order_acquire);
  proto.flags = event_flag::await | event_flag::internal;
  return wait_and_read(proto);
}

event_id execution::acquire(location_id l, await_condition condition, rmw_op op,
                            std::uint64_t operand, const sync::site& where, std::uint8_t flags,
                            std::uint64_t expected) {
  if (over()) return no_event;
  event proto = proto_for(event_kind::read, where);
  proto.location = l;
  proto.size = graph_->where(l).size;
  proto.op = op;
  proto.operand = operand;
  proto.expected = expected;
  proto.condition = condition;
  proto.order = proto.success = proto.failure = model_.effective(std::memory_order_acquire);
  proto.flags = static_cast<std::uint8_t>(event_flag::lock | flags);
  return wait_and_read(proto);
}

// The end of a critical section. Often called from a destructor, so it never throws: a thread that
// is unwound here goes on to its next operation.
void execution::release(location_id l, rmw_op op, std::uint64_t operand, const sync::site& where,
                        std::uint8_t flags) {
  if (tearing_down_) return;
  quietly([&] { release_now(l, op, operand, where, flags); });
}

void execution::release_now(location_id l, rmw_op op, std::uint64_t operand,
                            const sync::site& where, std::uint8_t flags) {
  event proto = proto_for(op == rmw_op::none ? event_kind::write : event_kind::read, where);
  proto.location = l;
  proto.size = 4;
  proto.op = op;
  proto.operand = operand;
  proto.order = proto.success = proto.failure = model_.effective(std::memory_order_release);
  proto.flags = flags;
  if (proto.kind == event_kind::read) {
    perform_read(proto);
  } else {
    perform_write(proto);
  }
}

bool execution::attempt(const hooks::cell& c, rmw_op op, std::uint64_t operand,
                        const sync::site& where) {
  if (over()) return false;
  event proto = proto_at(event_kind::read, c, std::memory_order_acquire, where);
  proto.failure = model_.effective(std::memory_order_relaxed);
  proto.op = op;
  proto.operand = operand;
  return (*graph_)[loops_.look(proto)].has(event_flag::rmw);
}

}  // namespace suture
