// Futex and condition variable, in the shape the kernel gives them: a lock on the bucket, a queue
// behind it, and for each sleeper a word of its own that the waker sets. Which sleeper is woken, a
// wake-up without cause and an interruption are choices. All of it is events of the graph, so every
// model and every strategy treats it right without knowing of it.
#include <fmt/format.h>

#include <algorithm>

#include "model/engine/execution.hpp"
#include "model/engine/locks/lock_misuse.hpp"
#include "model/engine/waits/until.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

constexpr std::uint8_t internal = event_flag::internal;

bool is_for(const graph& g, const addressees& whom, const waiter& w) {
  if ((w.mask & whom.mask) == 0 && !mutated("woken_by_their_bits")) return false;
  return w.seen == no_event || whom.newer_write == no_event ||
         g.mo_place_of(w.seen) < g.mo_place_of(whom.newer_write);
}

}  // namespace

void wait_queues::begin_run() {
  if (!queues_.empty()) queues_.clear();
  if (!moves_.empty()) moves_.clear();
  if (!sleeps_.empty()) sleeps_.clear();
}

waiter wait_queues::make_waiter() {
  thread_state& me = *run_.me_;
  const location_id woken = run_.graph_->location_of(run_.current_, me.cells++, 4, 0);
  run_.objects_.put_cell(woken, {}).made = run_.here();
  return {run_.current_, woken, no_location, {}};
}

void wait_queues::lock_bucket(location_id bucket, const sync::site& where) {
  run_.acquire(bucket, await_condition::zero, rmw_op::exchange, 1, where, internal);
}

void wait_queues::unlock_bucket(location_id bucket, const sync::site& where) {
  run_.release(bucket, rmw_op::none, 0, where, internal);
}

// Takes the sleeper `w`, which is the running thread, off the queue that it is in by now. False
// where a waker was faster.
bool wait_queues::leave_queue(location_id bucket, const waiter& w, const sync::site& where) {
  location_id in = bucket;
  bool was_there = false;
  while (in != no_location && !was_there) {
    lock_bucket(in, where);
    was_there = std::erase_if(queues_[in],
                              [&](const waiter& other) { return other.woken == w.woken; }) != 0;
    const location_id next =
        was_there || mutated("moved_sleepers_leave_too") ? no_location : moved_from(in, w);
    unlock_bucket(in, where);
    in = was_there ? in : next;
  }
  leave_record(bucket, w);
  return was_there;
}

// Sleeps until woken; or for no reason not so long, or to the deadline.
wake_reason wait_queues::sleep(location_id bucket, waiter w, const std::int64_t* deadline,
                               const sync::site& where) {
  run_.note("falls asleep", where);
  const std::uint32_t allowance = mutated("chance_wakes") ? 0 : run_.limits_.spurious_wakeups;
  if (allowance != 0 && run_.environment_.happens(chance::wake_up, allowance, where)) {
    leave_queue(bucket, w, where);
    run_.note("wakes up for no reason", where);
    return wake_reason::chance;
  }
  const auto wait = [&] { return run_.await(w.woken, await_condition::nonzero, where); };
  if (deadline == nullptr) {
    wait();
  } else if (!run_.until(
                 *deadline, where, [&] { return is_woken(w, where); }, wait)) {
    const bool late = leave_queue(bucket, w, where) || mutated("timed_out_where_nobody_woke");
    return late ? wake_reason::time_out : wake_reason::woken_too_late;
  }
  run_.note("wakes up", where);
  return wake_reason::woken;
}

// Looks, and does not wait.
bool wait_queues::is_woken(const waiter& w, const sync::site& where) {
  event proto = run_.proto_for(event_kind::read, where);
  proto.location = w.woken;
  proto.size = 4;
  proto.order = proto.success = proto.failure = run_.model_.effective(std::memory_order_acquire);
  proto.flags = internal;
  return (*run_.graph_)[run_.perform_read(proto)].value != 0;
}

int wait_queues::futex_wait(hooks::cell& word, std::uint32_t expected, const std::int64_t* deadline,
                            std::uint32_t mask, const sync::site& where) {
  if (run_.over()) return 0;
  check_mask(mask, where);
  const location_id l = run_.locate(word, where);
  const location_id bucket = run_.graph_->bucket_of(l);
  lock_bucket(bucket, where);
  // The kernel's look at the word. It is atomic and, behind the bucket's lock, up to date.
  const bool same = run_.load(word, std::memory_order_relaxed, where) == expected;
  if (!same) {
    unlock_bucket(bucket, where);
    return 1;
  }
  waiter w = make_waiter();
  w.mask = mask;
  if (mutated("queued_behind_the_look")) {
    unlock_bucket(bucket, where);
    lock_bucket(bucket, where);
  }
  queues_[bucket].push_back(w);
  unlock_bucket(bucket, where);
  run_.me_->asleep_on = {l, expected};
  const wake_reason why = sleep(bucket, w, deadline, where);
  run_.me_->asleep_on = {no_location, 0};
  if (why == wake_reason::time_out) return 3;
  if (why != wake_reason::chance) return 0;
  if (mutated("interruptions") || run_.choose(2, where, internal) == 0) return 0;
  run_.note("is interrupted", where);
  return 2;
}

std::uint32_t wait_queues::wake(location_id bucket, std::uint32_t count, const sync::site& where,
                                const addressees& whom) {
  lock_bucket(bucket, where);
  const std::uint32_t woken = wake_locked(bucket, count, whom, where);
  unlock_bucket(bucket, where);
  if (woken != 0) run_.note(fmt::format("wakes {}", woken), where);
  return woken;
}

// Of those in the queue whom it is for, whichever.
std::uint32_t wait_queues::wake_locked(location_id bucket, std::uint32_t count,
                                       const addressees& whom, const sync::site& where) {
  std::uint32_t woken = 0;
  while (woken < count) {
    const std::optional<waiter> w = take_from_queue(bucket, count - woken, whom, where);
    if (!w) break;
    event proto = run_.proto_for(event_kind::write, where);
    proto.location = w->woken;
    proto.size = 4;
    proto.value = 1;
    proto.order = proto.success = run_.model_.effective(std::memory_order_release);
    proto.flags = internal;
    run_.perform_write(proto);
    ++woken;
  }
  return woken;
}

// Whichever it is matters only where some are left.
std::optional<waiter> wait_queues::take_from_queue(location_id bucket, std::uint32_t wanted,
                                                   const addressees& whom,
                                                   const sync::site& where) {
  std::vector<waiter>& queue = queues_[bucket];
  const auto fits = [&](const waiter& w) { return is_for(*run_.graph_, whom, w); };
  const auto sleepers = static_cast<std::uint32_t>(std::count_if(queue.begin(), queue.end(), fits));
  if (sleepers == 0) return std::nullopt;
  const bool any = wanted < sleepers && !mutated("any_sleeper");
  std::uint32_t skip = any ? run_.choose(sleepers, where, internal) : 0;
  const auto chosen = std::find_if(queue.begin(), queue.end(),
                                   [&](const waiter& w) { return fits(w) && skip-- == 0; });
  const waiter w = *chosen;
  queue.erase(chosen);
  return w;
}

std::uint32_t wait_queues::futex_wake(const hooks::cell& word, std::uint32_t count,
                                      std::uint32_t mask, const sync::site& where) {
  if (run_.over()) return 0;
  check_mask(mask, where);
  return wake(run_.graph_->bucket_of(run_.locate(word, where)), count, where, {.mask = mask});
}

// A wait that does not own its lock.
void wait_queues::waits_unlocked(const hooks::cell& queue, const hooks::cell* mutex,
                                 const sync::site& where) {
  if (run_.over() || mutated("waits_hold_their_lock")) return;
  const location_id l = mutex == nullptr ? no_location : run_.locate(*mutex, where);
  run_.report(lock_misuse::waits_without(run_, run_.locate(queue, where), l, where));
}

bool wait_queues::condition_wait(hooks::cell& queue, const hooks::cell* mutex,
                                 const std::function<void()>& unlock,
                                 const std::function<void()>& relock, const std::int64_t* deadline,
                                 const sync::site& where) {
  if (run_.over()) return true;
  const location_id bucket = run_.locate(queue, where);
  waiter w = make_waiter();
  w.where = where;
  if (mutex != nullptr) {
    w.mutex = run_.locate(*mutex, where);
    if (run_.me_->held.find(w.mutex) == nullptr && !mutated("waits_hold_their_lock")) {
      run_.report(lock_misuse::waits_without(run_, bucket, w.mutex, where));
    }
  }
  if (mutated("queued_before_the_unlock")) unlock();
  lock_bucket(bucket, where);
  std::vector<waiter>& asleep = queues_[bucket];
  for (const waiter& other : asleep) {
    if (other.mutex == w.mutex || other.mutex == no_location || mutex == nullptr) continue;
    if (mutated("waits_share_one_mutex")) break;
    run_.report(lock_misuse::waits_with_another(run_, bucket, w.mutex, other.thread, other.mutex,
                                                other.where, where));
  }
  asleep.push_back(w);
  sleeps_[bucket].push_back({w, {run_.current_, run_.me_->position}});
  unlock_bucket(bucket, where);
  if (!mutated("queued_before_the_unlock")) unlock();
  run_.me_->asleep_on = {bucket, 0};
  const wake_reason why = sleep(bucket, w, deadline, where);
  run_.me_->asleep_on = {no_location, 0};
  relock();
  return why == wake_reason::woken || why == wake_reason::chance;
}

// The sleeper `w`, running, has left the queue by its last event.
void wait_queues::leave_record(location_id bucket, const waiter& w) {
  const auto records = sleeps_.find(bucket);
  if (records == sleeps_.end()) return;
  for (sleep_record& r : records->second) {
    if (r.who.woken == w.woken) r.left = {run_.current_, run_.me_->position - 1};
  }
}

// By what happens before, not by the queue as it is: of two things that nothing orders, a search
// carries out whichever it likes first.
std::optional<sleeper> wait_queues::known_sleeper(location_id queue) const {
  const auto records = sleeps_.find(queue);
  if (records == sleeps_.end()) return std::nullopt;
  for (const sleep_record& r : records->second) {
    if (r.who.thread == run_.current_ || !run_.knows(r.asleep)) continue;
    const std::vector<event_id>& writes = run_.graph_->where(r.who.woken).mo;
    if (writes.size() > 1) {
      const event& wake = (*run_.graph_)[writes[1]];
      if (run_.knows({wake.thread, wake.index})) continue;
    }
    if (r.left.thread != no_thread && run_.knows(r.left)) continue;
    return sleeper{r.who.thread, r.who.where};
  }
  return std::nullopt;
}

void wait_queues::condition_notify(hooks::cell& queue, bool all, const sync::site& where) {
  if (run_.over()) return;
  wake(run_.locate(queue, where), all ? 0xFFFFFFFF : 1, where);
}

}  // namespace suture
