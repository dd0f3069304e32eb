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

void execution::forget_since(std::uint32_t position, const sync::site& where) {
  if (tearing_down_ || mutated("notifications_order_nothing")) return;
  event proto = proto_for(event_kind::fence, where);
  proto.order = proto.success = std::memory_order_relaxed;
  proto.flags = event_flag::internal;
  proto.operand = std::uint64_t{position} + 1;
  carry_out_other(proto);
}

void execution::wait_while(const hooks::cell& c, std::uint64_t old, std::memory_order order,
                           const sync::site& where) {
  if (over() || load(c, order, where) != old) return;
  const location_id l = locate(c, where);
  const location_id bucket = graph_->bucket_of(l);
  const std::uint32_t before = me_->position;
  const unheard_call call(*me_);
  do {
    lock_bucket(bucket, where);
    const bool changed = !mutated("waits_look_again") && load(c, order, where) != old;
    waiter w = changed ? waiter{} : make_waiter();
    const event& last = (*graph_)[last_done(current_)];
    if (last.is_read() && last.location == l) w.seen = last.rf;
    if (!changed) queues_[bucket].push_back(w);
    unlock_bucket(bucket, where);
    if (changed) break;
    me_->asleep_on = {l, old};
    note("falls asleep", where);
    await(w.woken, await_condition::nonzero, where);
    note("wakes up", where);
    me_->asleep_on = {no_location, 0};
  } while (load(c, order, where) == old);
  forget_since(before, where);
}

void execution::notify(const hooks::cell& c, bool all, const sync::site& where) {
  if (over()) return;
  const location_id l = locate(c, where);
  addressees whom;
  if (!all && !mutated("notified_of_what_is_newer")) whom.newer_write = latest_known(l);
  const std::uint32_t before = me_->position;
  const unheard_call call(*me_);
  wake(graph_->bucket_of(l), all ? 0xFFFFFFFF : 1, where, whom);
  forget_since(before, where);
}

// The queue's lock again, for what the standard has as one operation on two things at a time: an
// atomic shared_ptr and its counts.
std::uint32_t execution::begin_step(const hooks::cell& c, const sync::site& where) {
  if (over()) return 0;
  const std::uint32_t begun = me_->position;
  if (mutated("steps_are_indivisible")) return begun;
  ++me_->unheard;
  lock_bucket(graph_->bucket_of(locate(c, where)), where);
  return begun;
}

void execution::end_step(const hooks::cell& c, std::uint32_t begun, const sync::site& where) {
  if (tearing_down_ || mutated("steps_are_indivisible")) return;
  quietly([&] {
    unlock_bucket(graph_->bucket_of(locate(c, where)), where);
    forget_since(begun, where);
    --me_->unheard;
  });
}

}  // namespace suture
