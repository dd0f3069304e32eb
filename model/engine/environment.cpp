#include "model/engine/environment.hpp"

#include <algorithm>

#include "model/engine/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

// A nanosecond for each event that comes before, of whichever thread, and for each jump among them:
// a function of the graph, and later where anything lies between.
std::int64_t environment::now(const sync::site& where) {
  if (run_.tearing_down_) return 0;
  const std::uint32_t allowance = mutated("clocks_jump") ? 0 : run_.limits_.clock_jumps;
  if (happens(chance::clock_jump, allowance, where)) {
    jumps_.push_back(run_.last_done(run_.current_));
    run_.note("the clock jumps", where);
  }
  return time_here();
}

// A choice of the environment's. Whoever asks notes that it has happened. The event is there also
// where it can only come out one way, since a thread's events must not depend on how far others
// are.
bool environment::happens(chance what, std::uint32_t allowance, const sync::site& where) {
  if (run_.over()) return false;
  run_.effect();
  event proto = run_.proto_for(event_kind::choice, where);
  proto.flags = event_flag::internal;
  proto.expected = static_cast<std::uint64_t>(what) + 1;
  if (run_.follows()) {
    proto.operand =
        (*run_.graph_)[run_.graph_->thread(run_.current_).events[run_.me_->position]].operand;
  } else {
    proto.operand = happened(what) < allowance ? 2 : 1;
    if (proto.operand == 2) proto.value = run_.decider_->pick_choice(run_, 2);
  }
  const bool does = (*run_.graph_)[run_.carry_out_other(proto)].value == 1;
  if (does) ++happened_[static_cast<std::size_t>(what)];
  return does;
}

// How often in this run, counting what the graph says will happen.
std::uint32_t environment::happened(chance what) const {
  if (!run_.following_) return happened_[static_cast<std::size_t>(what)];
  std::uint32_t times = 0;
  for (event_id id = 0; id < run_.graph_->size(); ++id) {
    const event& e = (*run_.graph_)[id];
    if (e.kind == event_kind::choice && e.expected == static_cast<std::uint64_t>(what) + 1 &&
        e.value == 1) {
      ++times;
    }
  }
  return times;
}

bool environment::may_time_out(std::int64_t deadline) const {
  if (mutated("time_outs_are_tried")) return false;
  return run_.me_->time_outs < run_.limits_.time_outs || mutated("time_outs_are_counted") ||
         deadline <= time_here();
}

void environment::time_out(std::int64_t deadline, const sync::site& where) {
  if (deadline > time_here()) {
    run_.effect();
    ++run_.me_->time_outs;
    if (!mutated("time_outs_take_their_time")) reach(deadline);
  }
  run_.note("times out", where);
}

// A yield, after which the clock stands where the thread wants it, as far as this thread can tell.
void environment::sleep(std::int64_t nanoseconds, const sync::site& where) {
  if (run_.over()) return;
  const std::int64_t deadline = time_here() + std::max<std::int64_t>(nanoseconds, 0);
  run_.loops_.yield(where);
  if (!run_.me_->off_record.on() && !mutated("sleep_takes_its_time")) reach(deadline);
}

void environment::reach(std::int64_t deadline) {
  const event_id last = run_.last_done(run_.current_);
  const std::int64_t now = time_of(last == no_event ? nullptr : &(*run_.graph_)[last]);
  time_outs_.push_back({run_.here(), deadline - now});
}

// Time by the events and jumps before `look` alone.
std::int64_t environment::time_of(const event* look) const {
  if (look == nullptr) return 0;
  std::int64_t time = look->index + 1;
  for (thread_id t = 0; t < run_.graph_->thread_count(); ++t) {
    if (t != look->thread) time += run_.graph_->clocks().at(look->porf, t);
  }
  for (const event_id jump : jumps_) {
    if (run_.graph_->in_prefix((*run_.graph_)[jump], *look)) time += 1'000'000;
  }
  return time;
}

// A function of what comes before the running thread's last event, and later where more does: the
// time-outs among it have each brought the clock to a deadline.
std::int64_t environment::time_here() const {
  const event_id last = run_.last_done(run_.current_);
  const event* const look = last == no_event ? nullptr : &(*run_.graph_)[last];
  std::int64_t late = 0;
  for (const timed_out& t : time_outs_) {
    const bool before =
        t.when.thread == run_.current_ ||
        (look != nullptr && run_.graph_->clocks().at(look->porf, t.when.thread) >= t.when.events);
    if (before) late = std::max(late, t.late);
  }
  return time_of(look) + late;
}

}  // namespace suture
