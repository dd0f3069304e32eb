// What sync::lock and scoped_lock let others see on their way to several mutexes.
//
// The standard leaves open in which order they take them, and how often they give them back and
// begin again ([thread.lock.algorithm]). Here they wait for each in the order given and then keep
// it (timed_waits.cpp). Who waits for one of the mutexes cannot tell the difference: what another
// way would show it, it sees in a run where it comes first. But who only tries can: it may find a
// mutex taken that its taker must give back, because another one of those it wants is not free. So
// while somebody is on the way to a mutex, an attempt to take it may fail although it is free:
// a choice. That stands for every order and every number of attempts, and orders nothing, as a
// failed attempt does.
//
// Who is on the way is told by a word of the mutex, in which takers count themselves when they
// begin and when they have got all. Its changes commute until somebody tries (counts.cpp), so where
// nobody does they cost a search nothing.
#include "model/engine/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

constexpr std::uint64_t one_began = 1;
constexpr std::uint64_t one_has_all = std::uint64_t{1} << 32U;

}  // namespace

void locking::announce(const hooks::cell& c, bool begins, const sync::site& where) {
  run_.undisturbed([&] {
    if (!begins) --run_.me_->taking;
    run_.effect();
    const location_id l = run_.graph_->takers_of(run_.locate(c, where));
    const std::uint64_t change = begins ? one_began : one_has_all;
    event proto = run_.proto_for(event_kind::read, where);
    proto.location = l;
    proto.size = run_.graph_->where(l).size;
    proto.op = rmw_op::add;
    proto.operand = change;
    proto.order = proto.success = proto.failure = std::memory_order_relaxed;
    proto.flags = event_flag::internal;
    if (run_.counts_blind(l)) {
      run_.add_blind(proto);
    } else {
      run_.perform_read(proto);
    }
    if (begins) ++run_.me_->taking;
  });
}

// Does an attempt of the running thread fail because somebody may have the mutex for a moment? Not
// one of a thread that is itself about to take several: nobody sees those.
bool locking::passes_by(location_id mutex, const sync::site& where) {
  if (run_.me_->taking != 0 || mutated("mutexes_in_any_order")) return false;
  event looks = run_.proto_for(event_kind::read, where);
  looks.location = run_.graph_->takers_of(mutex);
  if (run_.blind_ && !run_.graph_->where(looks.location).counts.empty())
    run_.refuse_blind(looks.location);
  looks.size = run_.graph_->where(looks.location).size;
  looks.order = looks.success = looks.failure = std::memory_order_relaxed;
  looks.flags = event_flag::internal;
  const std::uint64_t takers = (*run_.graph_)[run_.loops_.look(looks)].value - 1;
  if (takers % one_has_all == takers / one_has_all) return false;

  event fails = run_.proto_for(event_kind::choice, where);
  fails.flags = event_flag::internal;
  fails.operand = 2;
  const event_id known = run_.loops_.go_round(&fails, where);
  if (known != no_event) return (*run_.graph_)[known].value == 1;
  if (!run_.follows()) fails.value = run_.decider_->pick_choice(run_, 2);
  run_.me_->loop.idle();
  const bool does = (*run_.graph_)[run_.carry_out_other(fails)].value == 1;
  if (does)
    run_.note("finds it taken by one who takes several, and may have to give it back", where);
  return does;
}

}  // namespace suture
