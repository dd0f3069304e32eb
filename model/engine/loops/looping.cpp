// Loops without effect: `while (!flag.load());`, with a yield or without, on failed attempts.
//
// A round whose operations nobody else can see (loop_watch.hpp) and after which the thread stands
// as it stood before can be cut out of an execution: what is left is an execution in which
// everybody else sees the same, and which orders no more than the first. So a search need not go
// round again. It holds the thread there; what it read in that round and before is still revisited
// by writes that come later. A run in which a thread is held while all that it read in the round
// has the same value to the end is blocked: it goes round for ever. Where something it read has
// changed, or where it might have chosen otherwise, the run is moot.
//
// Where a thread may look again it goes on instead, for it may be about to give up; only when
// everybody would go round for ever is the run over.
//
// Both rest on the thread having no other state than stack and registers. Before it is held,
// whether the round has left a mark elsewhere is looked at (round_audit.hpp), and the round is
// tried off the record (retrace.hpp). And where each round differs, as in a loop that counts its
// attempts, the thread goes on as often as the limits say: a search ends there, bounded; others let
// it go on when something it read has changed, or nobody else can go.
#include <algorithm>
#include <utility>

#include "model/engine/execution.hpp"
#include "model/engine/loops/round_audit.hpp"
#include "model/engine/loops/round_place.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

// So many plain reads, and nothing else, are taken for a wait.
constexpr std::uint32_t plain_patience = 10'000;

}  // namespace

// Reads, or reads and writes back.
event_id loop_control::look(const event& proto) {
  if (run_.me_->off_record.on() ||
      run_.me_->loop.looks(proto.op != rmw_op::none || run_.me_->asks_again)) {
    const event_id known = go_round(&proto, proto.where);
    if (known != no_event) return known;
  }
  const bool weak = proto.op == rmw_op::cas_weak && run_.search_ != nullptr;
  if (weak && run_.me_->failure.open()) {
    const event_id known = after_chance_failure(proto);
    if (known != no_event) return known;
  }
  const event_id id = run_.perform_read(proto);
  note_look(id);
  if (weak && (*run_.graph_)[id].has(event_flag::rmw)) failures_.succeeds();
  if (weak && (*run_.graph_)[id].has(event_flag::spurious)) run_.me_->failure.keep(weak_try(proto));
  return id;
}

void loop_control::note_look(event_id id) {
  loop_watch& loop = run_.me_->loop;
  const event& e = (*run_.graph_)[id];
  const bool changes = e.has(event_flag::rmw) &&
                       (*run_.graph_)[run_.last_done(run_.current_)].value != e.value &&
                       !mutated("changes_are_effects");
  if (changes || e.has(event_flag::spurious)) {
    loop.effect();
    return;
  }
  loop.idle();
  if (loop.marked() && reads_news(*run_.graph_, id) && !mutated("news_begin_a_new_count"))
    loop.news();
}

// The thread is about to make the idle operation `proto`, or to yield where that is null. The event
// that answers it where the round is off the record; no_event where it is to go on as usual.
event_id loop_control::go_round(const event* proto, const sync::site& where) {
  thread_state& me = *run_.me_;
  if (me.off_record.on()) {
    run_.pulse_.advance();  // it is alive
    ++run_.pulse_.off_record;
    event_id known = no_event;
    if (run_.interrupted()) {
      hold_in_loop(me.off_record.where());
      return known;
    }
    switch (me.off_record.take(*run_.graph_, run_.current_, proto, known)) {
      case retrace::step::answered:
        if (!me.asks_again) look_elsewhere();
        break;
      case retrace::step::over:
        if (run_.search_ != nullptr && keeps_state_elsewhere()) {
          come_back();
        } else if (me.off_record.rejoins()) {
          me.off_record.stop();
        } else {
          hold_in_loop(me.off_record.where());
        }
        break;
      case retrace::step::strayed:
        come_back();
        break;
    }
    return known;
  }
  if (me.spin) return no_event;
  const loop_watch::call c{me.called_from, run_.fibers_.current().base(),
                           proto == nullptr ? no_location : proto->location, me.position,
                           proto == nullptr};
  const round_seen seen = me.loop.look(c, run_.limits_.spins);
  if (seen == round_seen::none) return no_event;
  if (run_.follows()) {
    const bool marks = seen == round_seen::repeated && run_.search_ != nullptr &&
                       run_.search_->known_to_leave_marks(where);
    if (marks) me.loop.goes_on(me.position);
    return no_event;
  }
  if (seen == round_seen::repeated) return meets_itself(proto, where);
  wait_counted(where);
  return no_event;
}

event_id loop_control::meets_itself(const event* proto, const sync::site& where) {
  thread_state& me = *run_.me_;
  const bool search = run_.search_ != nullptr;
  const thread_round round{run_.current_, me.loop.since(), me.position, proto == nullptr};
  if (search && (run_.search_->refused_loop(where) || may_go_elsewhere(round, where))) {
    if (me.loop.worn(run_.limits_.spins)) wait_counted(where);
    me.loop.goes_on(me.position);
    return no_event;
  }
  watch_round(me.loop.since());
  if (!search) {
    if (me.loop.worn(run_.limits_.spins)) {
      wait_counted(where);
    } else if (!me.chose && !run_.watched_changed(me)) {
      rest(where, proto == nullptr);
    }
    if (!std::exchange(me.retraces, false)) {
      me.loop.goes_on(me.position);
      return no_event;
    }
  }
  if (mutated("hidden_state_is_tried")) {
    hold_in_loop(where);
    return no_event;
  }
  try_round(me.loop.since(), rounds_off_record(where), where);
  return go_round(proto, where);
}

// Has the thread left a mark in the round, where its stack does not show it? Where nobody knows of
// such a round the run is given up, to be looked at.
bool loop_control::leaves_mark(const thread_round& round, const sync::site& where) {
  if (run_.search_ == nullptr || mutated("rounds_are_looked_at")) return false;
  round_audit& audit = run_.search_->audit();
  const kind_of_round kind = kind_of_round_in(*run_.graph_, round);
  const round_audit::knowledge known = audit.known(where, kind);
  const bool looks = audit.looks_at(round);
  if (!run_.follows() && (looks || known == round_audit::knowledge::unknown)) {
    if (looks) {
      audit.settle();
    } else {
      audit.ask(round, where, kind);
    }
    if (run_.end_ == run_end::complete) run_.end_ = run_end::abandoned;
    run_.abandon();
  }
  overlooks_ |= known == round_audit::knowledge::taken_for_idle &&
                !mutated("what_is_not_looked_at_is_a_bound");
  if (known != round_audit::knowledge::leaves_marks) return false;
  run_.search_->leaves_marks(where);
  return true;
}

// Must the thread not be held after the round? Where the loop is known to leave marks, a round that
// has read something new may have.
bool loop_control::may_go_elsewhere(const thread_round& round, const sync::site& where) {
  if (leaves_mark(round, where)) return true;
  if (!run_.search_->known_to_leave_marks(where) || mutated("news_after_marks")) return false;
  const std::vector<event_id>& own = run_.graph_->thread(run_.current_).events;
  return std::any_of(own.begin() + round.first, own.begin() + round.last,
                     [&](event_id id) { return reads_news(*run_.graph_, id); });
}

// From here on the thread repeats what it has done since its event `first`, off the record.
void loop_control::try_round(std::uint32_t first, std::uint32_t rounds, const sync::site& where) {
  const bool search = run_.search_ != nullptr;
  if (search || run_.me_->asks_again) run_.me_->elsewhere = run_.state_elsewhere();
  run_.me_->looked_elsewhere = run_.me_->changed_elsewhere = false;
  run_.me_->off_record.begin(first, run_.me_->position, rounds, where);
}

void loop_control::look_elsewhere() {
  if (run_.me_->off_record.rounds_left() != retrace::half || run_.me_->looked_elsewhere) return;
  run_.me_->looked_elsewhere = true;
  run_.me_->changed_elsewhere = run_.me_->elsewhere != run_.state_elsewhere();
}

bool loop_control::keeps_state_elsewhere() {
  return run_.me_->changed_elsewhere || run_.me_->elsewhere != run_.state_elsewhere();
}

std::uint32_t loop_control::rounds_off_record(const sync::site& where) {
  const std::uint64_t place = round_place(*run_.graph_, run_.current_, run_.me_->loop.since());
  const bool first = (run_.search_ == nullptr || run_.search_->meets_loop(where, place)) &&
                     !mutated("loops_are_tried_for_long");
  return first ? retrace::thorough : std::max(retrace::usual, run_.limits_.spins);
}

// What the thread has read since its first `first` events.
void loop_control::watch_round(std::uint32_t first) {
  thread_state& me = *run_.me_;
  me.watched.clear();
  me.by_value = true;
  me.chose = false;
  const std::vector<event_id>& own = run_.graph_->thread(run_.current_).events;
  for (std::uint32_t i = first; i < me.position; ++i) {
    const event& e = (*run_.graph_)[own[i]];
    me.chose |= e.kind == event_kind::choice;
    if (e.is_read()) me.watched.push_back({e.location, e.rf});
  }
}

// It could go on, but nothing would come of it: others had better.
void loop_control::rest(const sync::site& where, bool yields) {
  thread_state& me = *run_.me_;
  me.rests = true;
  ++run_.resting_;
  if (yields) me.gave_way_at = run_.progress();
  run_.wait_as(thread_status::deferred, where);
  --run_.resting_;
  me.rests = false;
  me.rested = true;
}

// Where all that can go on rest, and would read the same again: the first of them.
thread_id loop_control::next_to_retrace(std::span<const thread_id> candidates) {
  for (const thread_id t : candidates) {
    if (run_.watched_changed(*run_.threads_[t])) return no_thread;
  }
  run_.threads_[candidates.front()]->retraces = true;
  return candidates.front();
}

// It goes round for ever, unless what it read becomes something else.
void loop_control::hold_in_loop(const sync::site& where) {
  thread_state& me = *run_.me_;
  me.off_record.stop();
  run_.wait_as(thread_status::spinning, where);
  me.by_value = me.chose = false;
  me.loop.effect();
}

// It has gone round as often as it may.
void loop_control::wait_counted(const sync::site& where) {
  thread_state& me = *run_.me_;
  watch_round(me.loop.since());
  me.counted = true;
  run_.wait_as(thread_status::spinning, where);
  me.counted = me.by_value = me.chose = false;
  me.loop.news();
}

// Nobody else can go. Of the threads that have gone round as often as they may, the one that has
// done least, so that each gets its turn.
thread_id loop_control::next_counted() const {
  thread_id next = no_thread;
  if (run_.search_ != nullptr) return next;
  for (const thread_id t : run_.active_) {
    const thread_state& s = *run_.threads_[t];
    if (s.status != thread_status::spinning || !s.counted) continue;
    if (next == no_thread || s.position < run_.threads_[next]->position) next = t;
  }
  return next;
}

// The thread has done something else than in the round that it went off the record, or has ended:
// it has a state that cannot be seen. A search begins anew without cutting that loop short.
void loop_control::come_back() {
  if (run_.me_->asks_again) run_.conditions_.condition_changes(run_.me_->off_record.where());
  if (strays()) run_.abandon();
}

// The thread reads plain data, which is no event. Where it does nothing else for long it may wait
// for what somebody is to write there: a race, but one that only the other can show. Off the record
// it reads only what it has read in the recorded round, too.
void loop_control::looks_plainly(std::vector<std::uint32_t>& seen, std::uint32_t at,
                                 const sync::site& where) {
  thread_state& me = *run_.me_;
  if (seen.size() <= at) seen.resize(at + 1);
  if (me.off_record.on()) {
    if (seen[at] <= me.loop.since()) come_back();
    return;
  }
  seen[at] = me.position + 1;
  if (me.plain_since != me.position) me.plain_stretch = 0;
  me.plain_since = me.position;
  if (++me.plain_stretch < plain_patience || mutated("plain_waits_let_others_go")) return;
  me.plain_stretch = 0;
  me.gave_way_at = run_.progress();
  run_.wait_as(thread_status::deferred, where);
}

// The same for a thread that is about to end: true where the run is over.
bool loop_control::strays() {
  thread_state& me = *run_.me_;
  if (!me.off_record.on()) return false;
  me.off_record.stop();
  me.loop.effect();
  if (run_.search_ == nullptr) return false;
  run_.search_->refuse_loop(me.off_record.where());
  if (run_.end_ == run_end::complete) run_.end_ = run_end::abandoned;
  return true;
}

void loop_control::yield(const sync::site& where) {
  if (run_.over()) return;
  thread_state& me = *run_.me_;
  me.rested = false;
  if (auditing != nullptr) auditing->yields();
  go_round(nullptr, where);
  if (me.off_record.on()) return;
  me.loop.idle();
  me.iteration = me.position;
  if (run_.follows() || me.rested) return;
  me.gave_way_at = run_.progress();
  run_.wait_as(thread_status::deferred, where);
}

}  // namespace suture
