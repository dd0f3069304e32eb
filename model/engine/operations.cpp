// Atomic operations: from the call in the code under test to the event in the graph.
#include <fmt/format.h>

#include <exception>
#include <utility>

#include "model/engine/execution.hpp"
#include "model/engine/order_misuse.hpp"
#include "model/engine/process/fault.hpp"
#include "model/graph/unit.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

bool same_operation(const event& e, const event& proto) {
  if (e.location != proto.location || e.op != proto.op) return false;
  return e.kind == proto.kind || (e.kind == event_kind::poll && proto.has(event_flag::lock));
}

}  // namespace

// A destructor may wait, while the run is taken down, for what nobody will do any more. It cannot
// be left by an exception, so after so many operations its thread is given up. So is one that
// catches the exception again and again.
bool execution::over() {
  constexpr std::uint64_t catches = 100;
  if (!tearing_down_) [[likely]]
    return false;
  if (std::uncaught_exceptions() != 0) return over_quietly();
  if (++times_ended_ > catches && in_code_under_test() && !mutated("the_end_is_not_caught")) {
    lose_thread(*this, {finding_kind::timeout, "catches the end of the run"});
  }
  throw run_over{};
}

bool execution::over_quietly() {
  constexpr std::uint64_t patience = 100'000;
  if (!tearing_down_) [[likely]]
    return false;
  if (++after_the_end_ > patience && in_code_under_test()) {
    lose_thread(*this, {finding_kind::timeout, "waits while the run is taken down"});
  }
  return true;
}

event execution::proto_for(event_kind kind, const sync::site& where) const {
  event proto;
  proto.kind = kind;
  proto.thread = static_cast<std::uint16_t>(current_);
  proto.where = where;
  proto.plain_before = me_->touched;
  proto.unheard = me_->unheard != 0;
  return proto;
}

event execution::proto_at(event_kind kind, const hooks::cell& c, std::memory_order order,
                          const sync::site& where) {
  event proto = proto_for(kind, where);
  proto.location = locate(c, where);
  if (blind_ && !graph_->where(proto.location).counts.empty()) refuse_blind(proto.location);
  proto.size = c.bytes;
  proto.order = proto.success = proto.failure = model_.effective(order);
  if (me_->spin) proto.flags |= event_flag::await;
  return proto;
}

event_id execution::last_done(thread_id t) const {
  const std::uint32_t position = threads_[t]->position;
  return position == 0 ? no_event : graph_->thread(t).events[position - 1];
}

// The events from `first` to `last` of the current thread have been carried out.
void execution::done(event_id first, event_id last) {
  thread_state& me = *me_;
  previous_ = current_;
  pulse_.advance();
  ++me.position;
  me.touched = no_location;
  for (observer* o : event_observers_) o->on_event(*this, first);
  if (last != first) {
    ++me.position;
    for (observer* o : event_observers_) o->on_event(*this, last);
  }
  if (objects_.any_plainly()) [[unlikely]]
    tell_beside_plain(first);
}

// The next event of the current thread is in the graph already. Waits until what it reads has been
// carried out, so that plain data too is touched in an order that respects reads-from.
event_id execution::follow(const event& proto) {
  const std::vector<event_id>& own = graph_->thread(current_).events;
  thread_state& me = *me_;
  const event_id id = own[me.position];
  if (!same_operation((*graph_)[id], proto)) {
    report(
        {std::string(finding_kind::nondeterminism),
         fmt::format("thread {} did something else than in an earlier run with the same "
                     "decisions: it depends on more than its scheduling",
                     current_),
         {{fmt::format("thread {} now", current_), proto.where}, {"earlier", (*graph_)[id].where}},
         {}});
  }
  while (!can_follow(current_)) wait_as(thread_status::following, proto.where);
  event& e = graph_->at(id);
  rederive(e, proto);
  event_id last = id;
  if (e.is_read() && e.has(event_flag::rmw)) {
    last = own[me.position + 1];
    event& write = graph_->at(last);
    write.operand = e.operand;
    write.value = apply(e.op, e.value, e.operand, e.size);
  }
  done(id, last);
  return id;
}

// Values are computed anew in each run. They can differ from those of an earlier run only where
// they are addresses and the earlier run had its arena elsewhere.
void execution::rederive(event& e, const event& proto) {
  e.operand = proto.operand;
  e.expected = proto.expected;
  e.where = proto.where;
  e.plain_before = proto.plain_before;
  if (e.is_write()) {
    e.value = proto.value;
  } else if (e.is_read()) {
    e.value = graph_->value_of(e.rf, e.location);
  }
}

event_id execution::take_read(const event& proto) {
  const read_choice choice = decider_->pick_read(*this, proto);
  const event_id id = add_read_unit(*graph_, proto, choice.rf, choice.spurious);
  done(id, graph_->size() - 1);
  return id;
}

event_id execution::perform_read(const event& proto) {
  if (follows()) return follow(proto);
  wait_ready(proto);
  return take_read(proto);
}

void execution::perform_write(const event& proto) {
  if (!mutated("writes_are_effects")) effect();
  if (follows()) {
    follow(proto);
    return;
  }
  wait_ready(proto);
  const event_id id = graph_->add_write(proto, decider_->pick_place(*this, proto));
  done(id, id);
}

// Waits until the condition of `proto` holds of the latest value, then reads.
event_id execution::wait_and_read(const event& proto) {
  effect();
  for (;;) {
    if (follows()) {
      const event_id id = follow(proto);
      if ((*graph_)[id].kind != event_kind::poll) return id;
      continue;
    }
    me_->pending = &proto;
    wait_as(thread_status::waiting, proto.where);
    if (std::exchange(me_->gives_up, false)) return no_event;
    return take_read(proto);
  }
}

event_id execution::carry_out_other(const event& proto, event_id joined) {
  if (follows()) return follow(proto);
  const event_id id = graph_->add_other(proto, joined);
  done(id, id);
  return id;
}

std::uint64_t execution::load(const hooks::cell& c, std::memory_order order,
                              const sync::site& where) {
  if (over()) return c.bits;
  if (!order_misuse::fits_loads(order)) [[unlikely]]
    report(order_misuse::load(*this, locate(c, where), order, where));
  const event proto = proto_at(event_kind::read, c, order, where);
  return (*graph_)[loops_.look(proto)].value;
}

void execution::store(hooks::cell& c, std::uint64_t bits, std::memory_order order,
                      const sync::site& where) {
  if (over()) return;
  if (!order_misuse::fits_stores(order)) [[unlikely]]
    report(order_misuse::store(*this, locate(c, where), order, where));
  event proto = proto_at(event_kind::write, c, order, where);
  proto.value = bits;
  perform_write(proto);
}

std::uint64_t execution::update(hooks::cell& c, rmw_op op, std::uint64_t operand,
                                std::memory_order order, const sync::site& where) {
  if (over()) return c.bits;
  event proto = proto_at(event_kind::read, c, order, where);
  proto.op = op;
  proto.operand = operand;
  return (*graph_)[loops_.look(proto)].value;
}

bool execution::compare_exchange(hooks::cell& c, std::uint64_t& expected, std::uint64_t desired,
                                 std::memory_order success, std::memory_order failure, bool weak,
                                 const sync::site& where) {
  if (over()) return false;
  if (!order_misuse::fits_loads(failure)) [[unlikely]]
    report(order_misuse::failure(*this, locate(c, where), failure, where));
  event proto = proto_at(event_kind::read, c, success, where);
  proto.failure = model_.effective(failure);
  proto.op = weak ? rmw_op::cas_weak : rmw_op::cas_strong;
  proto.operand = desired;
  proto.expected = expected;
  const event& e = (*graph_)[loops_.look(proto)];
  if (!e.has(event_flag::rmw)) expected = e.value;
  return e.has(event_flag::rmw);
}

void execution::fence(std::memory_order order, const sync::site& where, fence_side side) {
  if (over()) return;
  event proto = proto_for(event_kind::fence, where);
  proto.order = proto.success =
      side == fence_side::light ? std::memory_order_relaxed : model_.effective(order);
  proto.expected = static_cast<std::uint64_t>(side);
  if (loops_.go_round(&proto, where) != no_event) return;
  carry_out_other(proto);
  me_->loop.idle();
}

std::uint32_t execution::choose(std::uint32_t n, const sync::site& where, std::uint8_t flags) {
  if (over() || n < 2) return 0;
  event proto = proto_for(event_kind::choice, where);
  proto.flags = flags;
  proto.operand = n;
  if (flags == 0) {
    const event_id known = loops_.go_round(&proto, where);
    if (known != no_event) return static_cast<std::uint32_t>((*graph_)[known].value);
  }
  if (!follows()) proto.value = decider_->pick_choice(*this, n);
  me_->loop.idle();
  return static_cast<std::uint32_t>((*graph_)[carry_out_other(proto)].value);
}

}  // namespace suture
