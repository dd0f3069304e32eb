// Waiting: values somebody else will write, and the passing of time.
#include <fmt/format.h>

#include <algorithm>

#include "model/engine/execution.hpp"
#include "model/engine/loops/round_audit.hpp"
#include "model/sync/engine/mutation.hpp"

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

// Collects what the current iteration has read. False where it has also written, or read nothing:
// then the loop does more than look, and is no wait.
bool execution::watch_iteration() {
  thread_state& me = *me_;
  me.watched.clear();
  me.by_value = me.chose = false;
  const std::vector<event_id>& own = graph_->thread(current_).events;
  for (std::uint32_t i = me.iteration; i < me.position; ++i) {
    const event& e = (*graph_)[own[i]];
    if (e.is_write()) return false;
    if (e.is_read()) me.watched.push_back({e.location, e.rf});
  }
  return !me.watched.empty();
}

void execution::wait_for_change(const sync::site& where) {
  thread_state& me = *me_;
  wait_as(thread_status::spinning, where);
  me.iteration = me.position;
}

void execution::spin_begin(const sync::site& where) {
  if (over()) return;
  thread_state& me = *me_;
  me.spin = true;
  me.iteration = me.position;
  if (!follows() && !me.off_record.on()) wait_as(thread_status::deferred, where);
}

void execution::spin_again(const sync::site& where) {
  if (over()) throw run_over{};  // a destructor that waits cannot be waited for
  thread_state& me = *me_;
  if (me.off_record.on() && !me.asks_again) come_back();
  if (follows()) {
    me.iteration = me.position;
    return;
  }
  if (!me.asks_again && !watch_iteration() && !mutated("conditions_only_look")) {
    report({std::string(finding_kind::misuse),
            "the condition of spin_until must read an atomic, and must not write",
            {{fmt::format("thread {} waits", current_), where}},
            {}});
  }
  if (!ask_again(where)) wait_for_change(where);
}

void execution::spin_end() {
  thread_state& me = *me_;
  me.spin = false;
  if (me.asks_again && !tearing_down_) condition_changes(me.off_record.where());
}

// A condition that has a state of its own may come to hold although nothing that it reads changes.
// So where a search meets it first, it is asked often: what it reads is answered as before, off the
// record, and it must say the same, and leave all as it was. True where it is to be asked now.
bool execution::ask_again(const sync::site& where) {
  thread_state& me = *me_;
  const std::byte* const base = fibers_.current().base();
  if (!me.asks_again) {
    const std::vector<event_id>& own = graph_->thread(current_).events;
    const bool only_reads = std::all_of(own.begin() + me.iteration, own.begin() + me.position,
                                        [&](event_id id) { return (*graph_)[id].is_read(); });
    if (!only_reads || mutated("conditions_have_no_state")) return false;
    const kind_of_round kind = kind_of_round_in(*graph_, {current_, me.iteration, me.position});
    const std::uint64_t place = kind.history;
    if (!decider_->tries_condition(where, place)) return false;
    me.asks_again = true;
    me.asked_at.take(me.called_from, base);
    try_round(me.iteration, retrace::thorough, where);
    return true;
  }
  event_id none = no_event;
  const bool same_looks = me.off_record.at_end();
  const retrace::step step = me.off_record.take(*graph_, current_, nullptr, none);
  if (!same_looks) condition_changes(where);
  look_elsewhere();
  const bool halfway = me.off_record.rounds_left() == retrace::half;
  if (halfway && !me.asked_at.holds(me.called_from, base)) condition_changes(where);
  if (step == retrace::step::answered && !interrupted()) return true;
  me.asks_again = false;
  me.off_record.stop();
  if (interrupted()) return false;
  if (!me.asked_at.holds(me.called_from, base) || keeps_state_elsewhere()) condition_changes(where);
  return false;
}

void execution::condition_changes(const sync::site& where) {
  me_->asks_again = false;
  me_->off_record.stop();
  report({std::string(finding_kind::misuse),
          "the condition of spin_until must only read, but changes memory of its own: loop with "
          "yield instead",
          {{fmt::format("thread {} waits", current_), where}},
          {}});
}

}  // namespace suture
