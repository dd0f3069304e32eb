#include "model/engine/loops/chance_failures.hpp"

#include "model/engine/execution.hpp"
#include "model/engine/loops/round_audit.hpp"
#include "model/engine/loops/round_place.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

// Does the update that ends with own[i] write back what it read?
bool changes_nothing(const graph& g, const std::vector<event_id>& own, std::uint32_t i) {
  const event& e = g[own[i]];
  return i > 0 && e.is_write() && e.has(event_flag::rmw) && g[own[i - 1]].value == e.value;
}

// Has the thread, which has come to its event number `position`, read `expected` at the location
// since its event number `since`, a read of it, at once, and might it have read there what it read
// before?
bool saw_news(const graph& g, thread_id t, std::uint32_t since, std::uint32_t position,
              std::uint64_t expected) {
  const std::vector<event_id>& own = g.thread(t).events;
  const event& old = g[own[since]];
  const std::vector<event_id>& mo = g.where(old.location).mo;
  bool seen = false;
  std::uint64_t last = old.value;
  for (std::uint32_t i = since + 1; i < position; ++i) {
    const event& e = g[own[i]];
    if (!e.is_read() || e.location != old.location) continue;
    last = e.value;
    if (seen) continue;
    if (e.rf == old.rf) {
      if (mutated("news_are_not_waited_for")) continue;
      return false;  // it has waited for them
    }
    seen = true;
    for (std::size_t newer = g.mo_place_of(old.rf) + 1; newer < mo.size(); ++newer) {
      if (g.in_prefix(g[mo[newer]], g[own[i - 1]])) return false;
    }
  }
  return seen && last == expected;
}

}  // namespace

bool tries_again(const graph& g, thread_id t, std::uint32_t position, location_id l,
                 std::uint64_t expected) {
  const std::vector<event_id>& own = g.thread(t).events;
  for (std::uint32_t i = position; i-- > 0;) {
    const event& e = g[own[i]];
    if (changes_nothing(g, own, i)) {
      --i;
      continue;
    }
    if (e.kind == event_kind::fence || e.kind == event_kind::choice) continue;
    if (!e.is_read() || e.has(event_flag::rmw)) return false;
    if (e.op != rmw_op::cas_weak) continue;
    return e.has(event_flag::spurious) && e.location == l && e.expected == expected;
  }
  return false;
}

// The current thread has ended without another try.
void loops::ends_after_failure(const chance_failure& failure) {
  failures_.matters();
  const std::vector<event_id>& own = run_.graph_->thread(run_.current_).events;
  if (!mutated("failures_may_end_a_thread"))
    run_.search_->gives_up((*run_.graph_)[own[failure.index()]].where);
}

chance_failure::call loops::weak_try(const event& proto) {
  thread_state& me = *run_.me_;
  chance_failure::call c{.top = me.called_from, .base = run_.fibers_.current().base()};
  c.location = proto.location;
  c.expected = proto.expected;
  c.effects = me.loop.effects();
  c.others = run_.progress() - me.position;
  c.elsewhere = run_.state_elsewhere();
  c.position = me.position;
  return c;
}

// A weak compare-exchange is about to be made after one that failed by chance. The event that
// answers it where that is tried off the record.
event_id loops::after_chance_failure(const event& proto) {
  if (mutated("chance_failures_are_judged")) return no_event;
  using made_of_it = chance_failure::made_of_it;
  chance_failure::call c = weak_try(proto);
  chance_failure& failure = run_.me_->failure;
  c.again =
      tries_again(*run_.graph_, run_.current_, run_.me_->position, proto.location, proto.expected);
  c.saw_news =
      saw_news(*run_.graph_, run_.current_, failure.index(), run_.me_->position, proto.expected) &&
      run_.search_->trusts_in_news(proto.where);
  const made_of_it made = failure.comes_to(c);
  const std::uint32_t first = failure.index();
  const bool nothing = made == made_of_it::nothing && !run_.me_->spin;
  const bool hides = nothing && run_.search_->refused_loop(proto.where);
  const bool marks =
      nothing && !hides && leaves_mark({run_.current_, first, run_.me_->position}, proto.where);
  if (made == made_of_it::something || hides || (marks && failure.second())) failures_.matters();
  if ((marks || failure.left_a_mark()) && !mutated("failures_leave_marks")) {
    run_.search_->leaves_marks(proto.where);
    failures_.leaves_a_mark();
  }
  if (!nothing || hides || marks || run_.follows()) return no_event;
  if (!run_.search_->meets_loop(proto.where, round_place(*run_.graph_, run_.current_, first)) ||
      mutated("chance_failures_are_tried")) {
    return no_event;
  }
  try_round(first, retrace::thorough, proto.where);
  run_.me_->off_record.rejoin();
  return go_round(&proto, proto.where);
}

}  // namespace suture
