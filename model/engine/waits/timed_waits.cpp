// Waits that may end before what they wait for has come: time-outs, and locks taken together.
//
// A time-out is no event of its own. A timed wait is an attempt, made whenever its thread is
// chosen: where it finds what it wants it has got it in time, and where not the deadline came
// first. So a search tries both, in every order the memory model allows, and no run can be stuck in
// it. Each time-out takes the virtual clock to the deadline. A loop of timed waits would have
// executions without end: once a thread has used its allowance up (limits::time_outs), it waits
// like others. From there on a search is bounded, for the run stands for others with one time-out
// more; whoever samples lets the thread time out once more where nobody else can go.
//
// sync::lock takes several mutexes without deadlock. In a search the thread waits for each in turn;
// a run in which it would have to let go of those it has, because somebody waits for one of them,
// is given up as moot: that somebody came first in another one.
#include <algorithm>

#include "model/engine/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

// Does somebody wait for a lock that the thread has taken together with the one it waits for?
bool execution::is_in_the_way(const thread_state& of) const {
  const std::span<const held_lock> mine = of.held.from(of.along);
  return std::any_of(active_.begin(), active_.end(), [&](thread_id t) {
    const thread_state& other = *threads_[t];
    if (other.status != thread_status::waiting) return false;
    return std::any_of(mine.begin(), mine.end(),
                       [&](const held_lock& h) { return h.lock == other.pending->location; });
  });
}

// Nobody can go on. Of the threads that may give their wait up, the one that has done least.
thread_id execution::next_to_give_up() {
  if (search_ != nullptr) return no_thread;
  thread_id next = no_thread;
  for (const thread_id t : active_) {
    const thread_state& s = *threads_[t];
    if (s.status != thread_status::waiting || s.how_long == patience::endless) continue;
    if (s.how_long == patience::along && !is_in_the_way(s)) continue;
    if (next == no_thread || s.position < threads_[next]->position) next = t;
  }
  if (next != no_thread) threads_[next]->gives_up = true;
  return next;
}

run_end execution::end_of_stuck_waits() const {
  run_end end = run_end::blocked;
  for (const thread_id t : active_) {
    const thread_state& s = *threads_[t];
    if (s.status != thread_status::waiting) continue;
    const bool lets_go = s.how_long == patience::along && is_in_the_way(s);
    if (lets_go && !mutated("taken_together_or_not_at_all")) return run_end::moot;
    if (s.how_long == patience::timed) end = run_end::bounded;
  }
  return end;
}

}  // namespace suture
