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

namespace {

// Two operations at one place in the source, on one location?
bool alike(const event& a, const event& b) {
  return a.location == b.location && a.op == b.op && a.where.line == b.where.line &&
         a.where.file == b.where.file;
}

}  // namespace

// Reads, or reads and writes. A loop may do no more than that until it likes what it reads, and
// tell nobody: `while (!flag.load());`, `while (taken.exchange(true));`.
event_id execution::look(const event& proto) {
  if (me_->looks >= limits_.spins && looks_in_vain(proto)) wait_in_vain(proto);
  const event_id id = perform_read(proto);
  note_look(id);
  return id;
}

// Counts how often in a row the current thread has looked at one place in the source, seen the same
// and changed nothing.
void execution::note_look(event_id id) {
  thread_state& me = *me_;
  const event& e = (*graph_)[id];
  const bool writes = e.has(event_flag::rmw);
  const bool idle = !writes || (*graph_)[last_done(current_)].value == e.value;
  if (idle && me.looks != 0 && me.looked + (writes ? 2 : 1) == me.position) {
    const event& before = (*graph_)[me.last_look];
    // At the limit the count begins anew, so that it depends on the graph alone.
    const bool again = me.looks != limits_.spins && alike(before, e) &&
                       (writes ? before.value == e.value : before.rf == e.rf);
    me.looks = again ? me.looks + 1 : 1;
  } else {
    me.looks = idle ? 1 : 0;
  }
  me.looked = me.position;
  me.last_look = id;
}

// Is `proto` the next round of a loop that has gone round limits::spins times in vain?
bool execution::looks_in_vain(const event& proto) const {
  const thread_state& me = *me_;
  return !me.spin && !follows() && me.looked == me.position &&
         alike((*graph_)[me.last_look], proto);
}

// The thread waits until the location changes, as if it had said that it waits; but since the loop
// may be one that gives up after so many rounds, it also goes on once nobody else can.
void execution::wait_in_vain(const event& proto) {
  thread_state& me = *me_;
  const event& seen = (*graph_)[me.last_look];
  me.watched.assign(1, {proto.location, seen.has(event_flag::rmw) ? last_done(current_) : seen.rf});
  me.in_vain = true;
  wait_as(thread_status::spinning, proto.where);
  me.in_vain = false;
}

// Of the threads that wait in vain, the one that has done least, so that each gets its turn. None
// where a thread waits that has missed a change and may not look again: then the run is over, for
// the others may wait for what that thread would do.
thread_id execution::next_in_vain() const {
  thread_id next = no_thread;
  for (const thread_id t : active_) {
    const thread_state& s = *threads_[t];
    if (s.status != thread_status::spinning) continue;
    if (watched_changed(s)) return no_thread;
    if (!s.in_vain) continue;
    if (next == no_thread || s.position < threads_[next]->position) next = t;
  }
  return next;
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
    wait_as(thread_status::deferred, where);
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

// A nanosecond for each event that comes before, of whichever thread, and for each jump among them:
// a function of the graph, and later where anything lies between.
std::int64_t execution::now(const sync::site& where) {
  if (tearing_down_) return 0;
  if (happens(chance::clock_jump, limits_.clock_jumps, where)) {
    jumps_.push_back(last_done(current_));
    note("the clock jumps", where);
  }
  const event& look = (*graph_)[last_done(current_)];
  std::int64_t time = look.index + 1;
  for (thread_id t = 0; t < graph_->thread_count(); ++t) {
    if (t != current_) time += graph_->clocks().at(look.porf, t);
  }
  for (const event_id jump : jumps_) {
    if (graph_->in_prefix((*graph_)[jump], look)) time += 1'000'000;
  }
  return time;
}

// A choice of the environment's. Whoever asks notes that it has happened. The event is there also
// where it can only come out one way, since a thread's events must not depend on how far others
// are.
bool execution::happens(chance what, std::uint32_t allowance, const sync::site& where) {
  if (over()) return false;
  event proto = proto_for(event_kind::choice, where);
  proto.flags = event_flag::internal;
  proto.expected = static_cast<std::uint64_t>(what) + 1;
  if (follows()) {
    proto.operand = (*graph_)[graph_->thread(current_).events[me_->position]].operand;
  } else {
    proto.operand = happened(what) < allowance ? 2 : 1;
    if (proto.operand == 2) proto.value = decider_->pick_choice(*this, 2);
  }
  const bool does = (*graph_)[carry_out_other(proto)].value == 1;
  if (does) ++happened_[static_cast<std::size_t>(what)];
  return does;
}

// How often in this run, counting what the graph says will happen.
std::uint32_t execution::happened(chance what) const {
  if (!following_) return happened_[static_cast<std::size_t>(what)];
  std::uint32_t times = 0;
  for (event_id id = 0; id < graph_->size(); ++id) {
    const event& e = (*graph_)[id];
    if (e.kind == event_kind::choice && e.expected == static_cast<std::uint64_t>(what) + 1 &&
        e.value == 1) {
      ++times;
    }
  }
  return times;
}

}  // namespace suture
