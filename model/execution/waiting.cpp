// Waiting: locks, values somebody else will write, and loops that only look.
#include <fmt/format.h>

#include "model/execution/execution.hpp"

namespace suture {

void execution::acquire(location_id l, await_condition condition, rmw_op op, std::uint64_t operand,
                        const sync::site& where, std::uint8_t flags) {
  if (over()) return;
  event proto = proto_for(event_kind::read, where);
  proto.location = l;
  proto.size = 4;
  proto.op = op;
  proto.operand = operand;
  proto.condition = condition;
  proto.order = proto.success = proto.failure = model_.effective(std::memory_order_acquire);
  proto.flags = static_cast<std::uint8_t>(event_flag::lock | flags);
  wait_and_read(proto);
}

// The end of a critical section. Often called from a destructor, so it never throws.
void execution::release(location_id l, rmw_op op, std::uint64_t operand, const sync::site& where,
                        std::uint8_t flags) {
  if (tearing_down_) return;
  event proto = proto_for(op == rmw_op::none ? event_kind::write : event_kind::read, where);
  proto.location = l;
  proto.size = 4;
  proto.op = op;
  proto.operand = operand;
  proto.order = proto.success = proto.failure = model_.effective(std::memory_order_release);
  proto.flags = flags;
  if (proto.kind == event_kind::read) {
    perform_read(proto);
    return;
  }
  const event_id last = graph_->latest(l);
  if (!follows() && (last == init_event || (*graph_)[last].thread != current_)) {
    report({std::string(finding_kind::misuse),
            fmt::format("thread {} unlocks a mutex that it does not hold", current_),
            {{fmt::format("thread {} unlocks", current_), where}},
            {}});
  }
  perform_write(proto);
}

void execution::await(location_id l, await_condition condition, const sync::site& where) {
  if (over()) return;
  event proto = proto_for(event_kind::read, where);
  proto.location = l;
  proto.size = 4;
  proto.condition = condition;
  proto.order = proto.success = proto.failure = model_.effective(std::memory_order_acquire);
  proto.flags = event_flag::await | event_flag::internal;
  wait_and_read(proto);
}

// Collects what the current iteration has read. False where it has also written, or read nothing:
// then the loop does more than look, and is no wait.
bool execution::watch_iteration() {
  thread_state& me = *me_;
  me.watched.clear();
  const std::vector<event_id>& own = graph_->thread(current_).events;
  for (std::uint32_t i = me.iteration; i < me.position; ++i) {
    const event& e = (*graph_)[own[i]];
    if (e.is_write()) return false;
    if (e.is_read()) me.watched.emplace_back(e.location, e.rf);
  }
  return !me.watched.empty();
}

void execution::wait_for_change(const sync::site& where) {
  thread_state& me = *me_;
  wait_as(thread_status::spinning, where);
  me.iteration = me.position;
}

void execution::yield(const sync::site& where) {
  if (over() || follows()) {
    me_->iteration = me_->position;
    return;
  }
  if (watch_iteration()) {
    wait_for_change(where);
  } else {
    me_->iteration = me_->position;
    wait_as(thread_status::ready, where);
  }
}

void execution::spin_begin(const sync::site& where) {
  if (over()) return;
  thread_state& me = *me_;
  me.spin = true;
  me.iteration = me.position;
  if (!follows()) wait_as(thread_status::deferred, where);
}

void execution::spin_again(const sync::site& where) {
  if (over()) throw run_over{};  // a destructor that waits cannot be waited for
  thread_state& me = *me_;
  if (follows()) {
    me.iteration = me.position;
    return;
  }
  if (!watch_iteration()) {
    report({std::string(finding_kind::misuse),
            "the condition of spin_until must read an atomic, and must not write",
            {{fmt::format("thread {} waits", current_), where}},
            {}});
  }
  wait_for_change(where);
}

std::int64_t execution::now(const sync::site& where) {
  if (tearing_down_) return now_;
  ++now_;
  if (maybe(jumps_left_, where)) now_ += 1'000'000;
  return now_;
}

// One of the things that happen rarely, and at most so often in a run.
bool execution::maybe(std::uint32_t& allowance, const sync::site& where) {
  if (allowance == 0) return false;
  const bool happens = choose(2, where) == 1;
  if (happens) --allowance;
  return happens;
}

}  // namespace suture
