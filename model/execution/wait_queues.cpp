// Futex and condition variable, in the shape the kernel gives them: a lock on the bucket, a queue
// behind it, and for each sleeper a word of its own that the waker sets. Which sleeper is woken, a
// wake-up without cause and an interruption are choices. All of it is events of the graph, so every
// model and every strategy treats it right without knowing of it.
#include <fmt/format.h>

#include <algorithm>

#include "model/execution/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

constexpr std::uint8_t internal = event_flag::internal;

}  // namespace

execution::waiter execution::make_waiter() {
  thread_state& me = *me_;
  const location_id woken = graph_->location_of(current_, me.cells++, 4, 0);
  if (cells_.size() <= woken) cells_.resize(woken + 1);
  cells_[woken] = {nullptr, here()};
  return {current_, woken};
}

void execution::lock_bucket(location_id bucket, const sync::site& where) {
  acquire(bucket, await_condition::zero, rmw_op::exchange, 1, where, internal);
}

void execution::unlock_bucket(location_id bucket, const sync::site& where) {
  release(bucket, rmw_op::none, 0, where, internal);
}

// Sleeps until woken. False where the sleep ended for no reason; then the sleeper has left the
// queue, unless a waker was faster.
bool execution::sleep(location_id bucket, waiter w, const sync::site& where) {
  note("falls asleep", where);
  const std::uint32_t allowance = mutated("chance_wakes") ? 0 : limits_.spurious_wakeups;
  if (allowance == 0 || !happens(chance::wake_up, allowance, where)) {
    await(w.woken, await_condition::nonzero, where);
    note("wakes up", where);
    return true;
  }
  lock_bucket(bucket, where);
  std::erase_if(queues_[bucket], [&](const waiter& other) { return other.woken == w.woken; });
  unlock_bucket(bucket, where);
  note("wakes up for no reason", where);
  return false;
}

int execution::futex_wait(hooks::cell& word, std::uint32_t expected, const sync::site& where) {
  if (over()) return 0;
  const location_id l = locate(word, where);
  const location_id bucket = graph_->bucket_of(l);
  lock_bucket(bucket, where);
  // The kernel's look at the word. It is atomic and, behind the bucket's lock, up to date.
  const bool same = load(word, std::memory_order_relaxed, where) == expected;
  if (!same) {
    unlock_bucket(bucket, where);
    return 1;
  }
  const waiter w = make_waiter();
  if (mutated("queued_behind_the_look")) {
    unlock_bucket(bucket, where);
    lock_bucket(bucket, where);
  }
  queues_[bucket].push_back(w);
  unlock_bucket(bucket, where);
  me_->asleep_on = {l, expected};
  const bool woken = sleep(bucket, w, where);
  me_->asleep_on = {no_location, 0};
  if (woken) return 0;
  if (mutated("interruptions") || choose(2, where, internal) == 0) return 0;
  note("is interrupted", where);
  return 2;
}

std::uint32_t execution::wake(location_id bucket, std::uint32_t count, const sync::site& where) {
  lock_bucket(bucket, where);
  std::vector<waiter>& queue = queues_[bucket];
  std::uint32_t woken = 0;
  while (woken < count && !queue.empty()) {
    const auto sleepers = static_cast<std::uint32_t>(queue.size());
    const std::uint32_t left = count - woken;
    const bool any = left < sleepers && !mutated("any_sleeper");
    const std::uint32_t i = any ? choose(sleepers, where, internal) : 0;
    const waiter w = queue[i];
    queue.erase(queue.begin() + i);
    event proto = proto_for(event_kind::write, where);
    proto.location = w.woken;
    proto.size = 4;
    proto.value = 1;
    proto.order = proto.success = model_.effective(std::memory_order_release);
    proto.flags = internal;
    perform_write(proto);
    ++woken;
  }
  unlock_bucket(bucket, where);
  if (woken != 0) note(fmt::format("wakes {}", woken), where);
  return woken;
}

std::uint32_t execution::futex_wake(const hooks::cell& word, std::uint32_t count,
                                    const sync::site& where) {
  if (over()) return 0;
  return wake(graph_->bucket_of(locate(word, where)), count, where);
}

void execution::condition_wait(hooks::cell& queue, const std::function<void()>& unlock,
                               const std::function<void()>& relock, const sync::site& where) {
  if (over()) return;
  const location_id bucket = locate(queue, where);
  const waiter w = make_waiter();
  if (mutated("queued_before_the_unlock")) unlock();
  lock_bucket(bucket, where);
  queues_[bucket].push_back(w);
  unlock_bucket(bucket, where);
  if (!mutated("queued_before_the_unlock")) unlock();
  me_->asleep_on = {bucket, 0};
  sleep(bucket, w, where);
  me_->asleep_on = {no_location, 0};
  relock();
}

void execution::condition_notify(hooks::cell& queue, bool all, const sync::site& where) {
  if (over()) return;
  wake(locate(queue, where), all ? 0xFFFFFFFF : 1, where);
}

void execution::note(std::string_view text, const sync::site& where) {
  for (observer* o : observers_) o->on_note(*this, text, where);
}

}  // namespace suture
