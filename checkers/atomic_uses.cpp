// What counts, and why.
//
// The graph may hold events that have not been carried out in this run yet, because the run follows
// it. They count like all others. Whatever happens before now has been carried out, since a run
// follows po ∪ rf; so an event that has not been is either unordered with now or happens after it,
// and both are wrong: in the first case another order of the same graph, and a real machine, makes
// the access after the end of the lifetime, in the second every order does. A location is never
// made a second time (its identity is its maker and an ordinal), so no later event on it can belong
// to another object in its place. Events of the running thread itself are left out: those before
// now are ordered, and one after now is reported when it comes, as an access to what is gone.
//
// Only the last use of each thread is looked at: happens-before is closed under program order.
//
// A thread that stands before an access (it has looked the object up, but the access is no event
// yet) will make it after now, and would not be caught when it does: it counts too.
//
// Of a futex or condition variable call only the beginning counts, that is where it takes the lock
// of the wait queue: the caller must still have the object then, whereas the rest of the call is
// the kernel's, which works on the queue and no longer touches the object. So a sleeper may end the
// word's lifetime as soon as it is woken, while the call that woke it is still on its way out, as
// [thread.condition.condvar] allows; but a thread that did not need waking may not.
#include "checkers/atomic_uses.hpp"

#include <string_view>

namespace suture {

namespace {

bool same_place(const sync::site& a, const sync::site& b) {
  return a.line == b.line && std::string_view(a.file) == b.file;
}

// A sleeper that wakes for no reason, or times out, takes the queue's lock once more, to leave the
// queue. It does so directly after the choice to wake or the look whether it was woken, which the
// engine made on behalf of the same call.
bool ends_own_sleep(const graph& g, const event& e, std::uint32_t index) {
  if (index == 0) return false;
  const event& before = g[g.thread(e.thread).events[index - 1]];
  const bool look = before.is_read() && before.has(event_flag::internal) &&
                    !before.has(event_flag::lock) && before.op == rmw_op::none;
  return (before.kind == event_kind::choice || look) && same_place(before.where, e.where);
}

bool is_use(const graph& g, const event& e, std::uint32_t index) {
  if (!e.has(event_flag::internal)) return true;
  return e.is_read() && e.has(event_flag::lock) && !ends_own_sleep(g, e, index);
}

class search {
 public:
  explicit search(const run_view& run) : run_(run) {}

  void accesses_of(location_id l) {
    const graph& g = run_.events();
    const location& loc = g.where(l);
    for (std::uint32_t i = 0; i < loc.accessors; ++i) {
      const location::accesses_of& a = loc.accesses[i];
      if (a.thread == run_.current()) continue;
      auto last = a.ids.rbegin();
      while (last != a.ids.rend() && !is_use(g, g[*last], g[*last].index)) ++last;
      if (last == a.ids.rend()) continue;
      const event& e = g[*last];
      if (!run_.knows({e.thread, e.index})) offer({e.thread, e.where});
    }
    for (const event_id id : loc.counts) {
      const event& e = g[id];
      if (e.thread == run_.current()) continue;
      if (!run_.knows({e.thread, e.index})) offer({e.thread, e.where});
    }
  }

  void pending_on(location_id l) {
    const graph& g = run_.events();
    for (const thread_id t : run_.unfinished()) {
      const thread_status status = run_.thread(t).status;
      if (t == run_.current()) continue;
      if (status != thread_status::ready && status != thread_status::waiting) continue;
      const event* next = run_.thread(t).next_event();
      if (next == nullptr || next->location != l) continue;
      const auto index = static_cast<std::uint32_t>(g.thread(t).events.size());
      if (is_use(g, *next, index)) offer({t, next->where});
    }
  }

  std::optional<atomic_use> found() const { return found_; }

 private:
  void offer(const atomic_use& u) {
    if (!found_ || u.thread < found_->thread) found_ = u;
  }

  const run_view& run_;
  std::optional<atomic_use> found_;
};

}  // namespace

std::optional<atomic_use> use_not_ordered_before_now(const run_view& run, location_id l) {
  search s(run);
  s.accesses_of(l);
  s.pending_on(l);
  const location_id queue = run.events().where(l).bucket;
  if (queue != no_location) {
    s.accesses_of(queue);
    s.pending_on(queue);
  }
  return s.found();
}

// What comes before an access that is known is known too, and what comes after one that knows of
// now does so too: the unordered ones of a thread lie between.
std::optional<unordered_access> access_unordered_with_now(const run_view& run, const graph& g,
                                                          location_id l, bool writes_only) {
  std::optional<unordered_access> found;
  const auto offer = [&](const event& e, bool write) {
    if (run.known_to(e) || (writes_only && !write)) return;
    if (!found || e.thread < found->use.thread) found = {{e.thread, e.where}, write};
  };
  const location& loc = g.where(l);
  for (std::uint32_t i = 0; i < loc.accessors; ++i) {
    const location::accesses_of& a = loc.accesses[i];
    if (a.thread == run.current()) continue;
    for (auto id = a.ids.rbegin(); id != a.ids.rend(); ++id) {
      const event& e = g[*id];
      if (run.knows({e.thread, e.index})) break;
      offer(e, e.is_write() || e.has(event_flag::rmw));
    }
  }
  for (const event_id id : loc.counts) {
    if (!run.knows({g[id].thread, g[id].index})) offer(g[id], true);
  }
  return found;
}

}  // namespace suture
