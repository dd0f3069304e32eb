// atomic::wait and its notifications ([atomics.wait]), over the wait queue that a futex has.
//
// A wait returns only because a load of it gave another value. A wake-up for no reason needs no
// choice of its own: who wakes and finds the old value sleeps on, and who finds another one might
// as well have come later. A notification orders nothing. It is for those who went to sleep on a
// value older than what happens before it; the queue's lock, together with the look behind it,
// gives that it misses none of them. Who has seen the latest value may wake too, which is nothing
// more than a wake-up for no reason; but where only one is woken it is not that one, who would use
// the wake-up of another one up. What else the lock orders is forgotten at the end.
#include "model/engine/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

// While the running thread is in a call that orders nothing.
struct unheard_call {
  thread_state& of;
  explicit unheard_call(thread_state& s) : of(s) { ++of.unheard; }
  ~unheard_call() { --of.unheard; }
};

}  // namespace

void wait_queues::forget_since(std::uint32_t position, const sync::site& where) {
  if (run_.tearing_down_ || mutated("notifications_order_nothing")) return;
  event proto = run_.proto_for(event_kind::fence, where);
  proto.order = proto.success = std::memory_order_relaxed;
  proto.flags = event_flag::internal;
  proto.operand = std::uint64_t{position} + 1;
  run_.carry_out_other(proto);
}

void wait_queues::wait_while(const hooks::cell& c, std::uint64_t old, std::memory_order order,
                             const sync::site& where) {
  if (run_.over() || run_.load(c, order, where) != old) return;
  const location_id l = run_.locate(c, where);
  const location_id bucket = run_.graph_->bucket_of(l);
  const std::uint32_t before = run_.me_->position;
  const unheard_call call(*run_.me_);
  do {
    lock_bucket(bucket, where);
    const bool changed = !mutated("waits_look_again") && run_.load(c, order, where) != old;
    waiter w = changed ? waiter{} : make_waiter();
    const event& last = (*run_.graph_)[run_.last_done(run_.current_)];
    if (last.is_read() && last.location == l) w.seen = last.rf;
    if (!changed) queues_[bucket].push_back(w);
    unlock_bucket(bucket, where);
    if (changed) break;
    run_.me_->asleep_on = {l, old};
    run_.note("falls asleep", where);
    run_.await(w.woken, await_condition::nonzero, where);
    run_.note("wakes up", where);
    run_.me_->asleep_on = {no_location, 0};
  } while (run_.load(c, order, where) == old);
  forget_since(before, where);
}

void wait_queues::notify(const hooks::cell& c, bool all, const sync::site& where) {
  if (run_.over()) return;
  const location_id l = run_.locate(c, where);
  addressees whom;
  if (!all && !mutated("notified_of_what_is_newer")) whom.newer_write = run_.latest_known(l);
  const std::uint32_t before = run_.me_->position;
  const unheard_call call(*run_.me_);
  wake(run_.graph_->bucket_of(l), all ? 0xFFFFFFFF : 1, where, whom);
  forget_since(before, where);
}

// The queue's lock again, for what the standard has as one operation on two things at a time: an
// atomic shared_ptr and its counts.
std::uint32_t wait_queues::begin_step(const hooks::cell& c, const sync::site& where) {
  if (run_.over()) return 0;
  const std::uint32_t begun = run_.me_->position;
  if (mutated("steps_are_indivisible")) return begun;
  ++run_.me_->unheard;
  lock_bucket(run_.graph_->bucket_of(run_.locate(c, where)), where);
  return begun;
}

void wait_queues::end_step(const hooks::cell& c, std::uint32_t begun, const sync::site& where) {
  if (run_.tearing_down_ || mutated("steps_are_indivisible")) return;
  run_.quietly([&] {
    unlock_bucket(run_.graph_->bucket_of(run_.locate(c, where)), where);
    forget_since(begun, where);
    --run_.me_->unheard;
  });
}

}  // namespace suture
