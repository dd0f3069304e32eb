// Graphs drawn by hand, event by event.
#pragma once

#include <memory>

#include "model/graph/graph.hpp"

namespace suture::testing {

inline constexpr auto rlx = std::memory_order_relaxed;
inline constexpr auto acq = std::memory_order_acquire;
inline constexpr auto rel = std::memory_order_release;
inline constexpr auto acq_rel = std::memory_order_acq_rel;
inline constexpr auto sc = std::memory_order_seq_cst;

struct drawn_graph : graph {
  // Threads 1, 2, … without events, and two locations that hold 0.
  explicit drawn_graph(std::uint32_t threads) {
    for (std::uint32_t t = 0; t < threads; ++t) child_of(0, t);
    x = location_of(0, 0, 4, 0);
    y = location_of(0, 1, 4, 0);
  }

  static event proto(event_kind kind, thread_id t, std::memory_order order) {
    event e;
    e.kind = kind;
    e.thread = static_cast<std::uint16_t>(t);
    e.order = e.success = e.failure = order;
    e.size = 4;
    return e;
  }
  event_id write(thread_id t, location_id l, std::uint64_t value, std::memory_order order = rlx) {
    return write_at(t, l, value, static_cast<std::uint32_t>(where(l).mo.size()), order);
  }
  event_id write_at(thread_id t, location_id l, std::uint64_t value, std::uint32_t place,
                    std::memory_order order = rlx) {
    event e = proto(event_kind::write, t, order);
    e.location = l;
    e.value = value;
    return add_write(e, place);
  }
  event_id read(thread_id t, location_id l, event_id rf, std::memory_order order = rlx) {
    event e = proto(event_kind::read, t, order);
    e.location = l;
    e.value = value_of(rf, l);
    return add_read(e, rf);
  }
  // The read half; the write half comes directly after it.
  event_id increment(thread_id t, location_id l, event_id rf, std::memory_order order = rlx) {
    event e = proto(event_kind::read, t, order);
    e.location = l;
    e.op = rmw_op::add;
    e.operand = 1;
    e.value = value_of(rf, l);
    e.flags = event_flag::rmw;
    return add_rmw(e, rf, e.value + 1);
  }
  event_id fence(thread_id t, std::memory_order order) {
    return add_other(proto(event_kind::fence, t, order));
  }
  event_id count(thread_id t, location_id l, bool down, std::memory_order order = rlx) {
    event e = proto(event_kind::count, t, order);
    e.location = l;
    e.operand = 1;
    e.op = down ? rmw_op::sub : rmw_op::add;
    if (down) e.flags = event_flag::decrement;
    return add_count(e);
  }
  // Creates the next child of `parent`, up to its start.
  thread_id fork(thread_id parent) {
    const auto ordinal = static_cast<std::uint32_t>(thread(parent).children.size());
    const thread_id child = child_of(parent, ordinal);
    event create = proto(event_kind::create, parent, sc);
    create.value = child;
    const event_id created = add_other(create);
    set_created_by(child, created);
    event start = proto(event_kind::start, child, sc);
    start.value = parent;
    add_other(start, created);
    return child;
  }
  event_id join(thread_id t, thread_id child) {
    event e = proto(event_kind::join, t, sc);
    e.value = child;
    return add_other(e, last_of(child));
  }

  bool before(event_id a, event_id b) const { return ordered((*this)[a], (*this)[b]); }
  bool needs(event_id b, event_id a) const { return in_prefix((*this)[a], (*this)[b]); }

  location_id x = 0, y = 0;
};

}  // namespace suture::testing
