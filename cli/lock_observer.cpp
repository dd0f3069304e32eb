#include "cli/lock_observer.hpp"

#include <algorithm>

#include "model/graph/unit.hpp"

namespace cli {

using suture::event;
using suture::primitive;
using suture::run_view;
namespace event_flag = suture::event_flag;

namespace {

bool is_lock(primitive p) { return suture::is_mutex(p) || p == primitive::semaphore; }

// Does the thread stand at a lock that it can not have now?
bool must_wait(const run_view& run, suture::thread_id t) {
  if (run.thread(t).status != suture::thread_status::waiting) return false;
  const event* next = run.thread(t).next_event();
  if (next == nullptr || !next->has(event_flag::lock) || next->has(event_flag::internal)) {
    return false;
  }
  const suture::graph& g = run.events();
  return is_lock(run.objects().kind_of(next->location)) &&
         !suture::may_go_on(*next, g.value_of(g.latest(next->location), next->location));
}

}  // namespace

lock_observer::thread& lock_observer::state_of(suture::thread_id t) {
  if (threads_.size() <= t) threads_.resize(t + 1);
  return threads_[t];
}

void lock_observer::begin_run(run_view&) {
  counts_ = {};
  threads_.clear();
}

void lock_observer::on_event(run_view& run, suture::event_id id) {
  const event& e = run.events()[id];
  // A read-modify-write is one step, of two events.
  const bool half = e.is_write() && e.has(event_flag::rmw);
  if (!half && !e.has(event_flag::internal)) ++state_of(e.thread).steps;
  see_futex(run, e);
  see_waiting(run, e);
}

void lock_observer::on_plain(run_view& run, const suture::plain_access&) {
  ++state_of(run.current()).steps;
}

// The kernel locks the word's queue in each call, and once more only on behalf of one who sleeps.
// A condition variable is its own queue; and what the engine makes indivisible by the same lock is
// unheard.
void lock_observer::see_futex(const run_view& run, const event& e) {
  thread& me = state_of(e.thread);
  const suture::location_id word = run.thread(e.thread).asleep_on.word;
  const bool sleeps =
      word != suture::no_location && run.objects().kind_of(word) != primitive::condition_variable;
  if (sleeps && !me.asleep) ++at(lock_count::contention);
  me.asleep = sleeps;
  if (word != suture::no_location || e.unheard || !e.has(event_flag::internal)) return;
  if (run.objects().kind_of(e.location) == primitive::condition_variable) return;
  if (e.is_read() && e.has(event_flag::lock) && e.op == suture::rmw_op::exchange) {
    if (me.buckets++ == 0) ++at(lock_count::futex_calls);
  } else if (e.is_write() && e.op == suture::rmw_op::none && e.value == 0 && me.buckets > 0) {
    --me.buckets;
  }
}

// Counted when the wait is over: in a run that comes to its end each is.
void lock_observer::see_waiting(const run_view& run, const event& e) {
  thread& me = state_of(e.thread);
  if (me.stood && e.has(event_flag::lock) && !e.has(event_flag::internal)) {
    ++at(lock_count::contention);
  }
  me.stood = false;
  for (const suture::thread_id t : run.unfinished()) {
    if (t != e.thread && must_wait(run, t)) state_of(t).stood = true;
  }
}

void lock_observer::on_mark_lock(run_view& run, const void* lock, bool taken, suture::sync::site) {
  ++at(lock_count::operations);
  thread& me = state_of(run.current());
  const auto mine = std::ranges::find(me.open, lock, &section::lock);
  if (taken && mine == me.open.end()) {
    me.open.push_back({lock, 1, me.steps});
  } else if (taken) {
    ++mine->depth;
  } else if (mine != me.open.end() && --mine->depth == 0) {
    std::uint64_t& longest = at(lock_count::longest_section);
    longest = std::max(longest, me.steps - mine->began);
    me.open.erase(mine);
  }
}

}  // namespace cli
