#include "model/engine/waits/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/engine/execution.hpp"
#include "model/engine/loops/round_audit.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

// Collects what the current iteration has read. False where it has also written, or read nothing:
// then the loop does more than look, and is no wait.
bool conditions::watch_iteration() {
  thread_state& me = *run_.me_;
  me.watched.clear();
  me.by_value = me.chose = false;
  const std::vector<event_id>& own = run_.graph_->thread(run_.current_).events;
  for (std::uint32_t i = me.iteration; i < me.position; ++i) {
    const event& e = (*run_.graph_)[own[i]];
    if (e.is_write()) return false;
    if (e.is_read()) me.watched.push_back({e.location, e.rf});
  }
  return !me.watched.empty();
}

void conditions::wait_for_change(const sync::site& where) {
  thread_state& me = *run_.me_;
  run_.wait_as(thread_status::spinning, where);
  me.iteration = me.position;
}

void conditions::spin_begin(const sync::site& where) {
  if (run_.over()) return;
  thread_state& me = *run_.me_;
  me.spin = true;
  me.iteration = me.position;
  if (!run_.follows() && !me.off_record.on()) run_.wait_as(thread_status::deferred, where);
}

void conditions::spin_again(const sync::site& where) {
  if (run_.over()) throw execution::run_over{};  // a destructor that waits cannot be waited for
  thread_state& me = *run_.me_;
  if (me.off_record.on() && !me.asks_again) run_.loops_.come_back();
  if (run_.follows()) {
    me.iteration = me.position;
    return;
  }
  if (!me.asks_again && !watch_iteration() && !mutated("conditions_only_look")) {
    run_.report({std::string(finding_kind::misuse),
                 "the condition of spin_until must read an atomic, and must not write",
                 {{fmt::format("thread {} waits", run_.current_), where}},
                 {}});
  }
  if (!ask_again(where)) wait_for_change(where);
}

void conditions::spin_end() {
  thread_state& me = *run_.me_;
  me.spin = false;
  if (me.asks_again && !run_.tearing_down_) condition_changes(me.off_record.where());
}

// A condition that has a state of its own may come to hold although nothing that it reads changes.
// So where a search meets it first, it is asked often: what it reads is answered as before, off the
// record, and it must say the same, and leave all as it was. True where it is to be asked now.
bool conditions::ask_again(const sync::site& where) {
  thread_state& me = *run_.me_;
  const std::byte* const base = run_.fibers_.current().base();
  if (!me.asks_again) {
    const std::vector<event_id>& own = run_.graph_->thread(run_.current_).events;
    const bool only_reads = std::all_of(own.begin() + me.iteration, own.begin() + me.position,
                                        [&](event_id id) { return (*run_.graph_)[id].is_read(); });
    if (!only_reads || mutated("conditions_have_no_state")) return false;
    const kind_of_round kind =
        kind_of_round_in(*run_.graph_, {run_.current_, me.iteration, me.position});
    const std::uint64_t place = kind.history;
    if (!run_.decider_->tries_condition(where, place)) return false;
    me.asks_again = true;
    me.asked_at.take(me.called_from, base);
    run_.loops_.try_round(me.iteration, retrace::thorough, where);
    return true;
  }
  event_id none = no_event;
  const bool same_looks = me.off_record.at_end();
  const retrace::step step = me.off_record.take(*run_.graph_, run_.current_, nullptr, none);
  if (!same_looks) condition_changes(where);
  run_.loops_.look_elsewhere();
  const bool halfway = me.off_record.rounds_left() == retrace::half;
  if (halfway && !me.asked_at.holds(me.called_from, base)) condition_changes(where);
  if (step == retrace::step::answered && !run_.interrupted()) return true;
  me.asks_again = false;
  me.off_record.stop();
  if (run_.interrupted()) return false;
  if (!me.asked_at.holds(me.called_from, base) || run_.loops_.keeps_state_elsewhere())
    condition_changes(where);
  return false;
}

void conditions::condition_changes(const sync::site& where) {
  run_.me_->asks_again = false;
  run_.me_->off_record.stop();
  run_.report(
      {std::string(finding_kind::misuse),
       "the condition of spin_until must only read, but changes memory of its own: loop with "
       "yield instead",
       {{fmt::format("thread {} waits", run_.current_), where}},
       {}});
}

}  // namespace suture
