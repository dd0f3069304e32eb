// Units: what one operation of the code under test adds to the graph.
//
// A load is one read; a read-modify-write is a read and, placed directly after what it reads, a
// write; a compare-exchange that does not find what it expects is a read with its failure order.
#pragma once

#include "model/graph/graph.hpp"

namespace suture {

inline bool is_cas(rmw_op op) { return op == rmw_op::cas_strong || op == rmw_op::cas_weak; }

// May it find a value that it leaves alone?
inline bool is_conditional(rmw_op op) {
  return is_cas(op) || op == rmw_op::share || op == rmw_op::take;
}

// Would the operation described by `proto`, reading `value`, write?
inline bool would_write(const event& proto, std::uint64_t value) {
  if (proto.op == rmw_op::none) return false;
  if (is_cas(proto.op)) return value == proto.expected;
  if (proto.op == rmw_op::share) return holds(await_condition::no_writer, value);
  return proto.op != rmw_op::take || value >= proto.operand;
}

// May the thread that waits with `proto` go on at `value`?
inline bool may_go_on(const event& proto, std::uint64_t value) {
  return holds(proto.condition, value, proto.expected);
}

// Adds the unit of `proto`, the next operation of its thread, reading from `rf`; returns the read.
// Where `spurious`, a weak compare-exchange fails although it could succeed.
event_id add_read_unit(graph& g, const event& proto, event_id rf, bool spurious = false);

// Gives `read`, the newest event of its thread, the write `rf` to read from instead: value, order,
// clocks, and its write half where it now has one, which is returned (else no_event). A lock
// attempt that finds the lock taken becomes a poll. Where `spurious`, a weak compare-exchange fails
// although it could succeed.
event_id redirect_unit(graph& g, event_id read, event_id rf, bool spurious = false);

// Takes back the newest unit, whose read or only event this returns.
event pop_unit(graph& g);

}  // namespace suture
