#include "model/explore/explaining/critical_pair.hpp"

#include "model/explore/shrinking/planned_run.hpp"

namespace suture {

namespace {

bool changes(const event& e) {
  return e.is_write() || e.has(event_flag::rmw) || e.op != rmw_op::none;
}

bool is_access(const event& e) {
  return e.location != no_location &&
         (e.is_read() || e.is_write() || e.kind == event_kind::count || e.kind == event_kind::poll);
}

bool conflict(const event& a, const event& b) {
  return a.thread != b.thread && a.location == b.location && is_access(a) && is_access(b) &&
         (changes(a) || changes(b) || a.kind == event_kind::count);
}

// Only an event that is decided about can be held back, and an update is held by its read.
bool can_be_held(const event& e) {
  return is_access(e) && !(e.is_write() && e.has(event_flag::rmw));
}

event_name name_of(const event& e) { return {e.thread, e.index}; }

class pair_search {
 public:
  pair_search(execution& run, const std::function<void()>& body, const limits& l, const plan& p,
              std::uint32_t most)
      : run_(run), body_(body), limits_(l), plan_(p), left_(most) {}

  std::optional<critical_pair> find() {
    remember();
    tried_from_ = left_;
    for (std::size_t a = made_; a-- > 0 && left_ > 0;) {
      if (!can_be_held(events_[a])) continue;
      for (std::size_t b = a + 1; b < events_.size(); ++b) {
        if (!conflict(events_[a], events_[b])) continue;
        if (swap(events_[a], events_[b])) return told(events_[a], events_[b], false);
        break;  // what conflicts later cannot come before the first that does
      }
    }
    return before_the_finding();
  }

 private:
  // The failing run's events, and behind them what its threads were about to do.
  void remember() {
    planned_run failing(plan_);
    run_.run(body_, *failing.next_run(), failing, limits_);
    const graph& g = run_.events();
    for (event_id id = 0; id < g.size(); ++id) events_.push_back(g[id]);
    made_ = events_.size();
    for (const thread_id t : run_.unfinished()) {
      const event* const next = run_.pending(t);
      if (next == nullptr) continue;
      event about = *next;
      about.thread = static_cast<std::uint16_t>(t);
      about.index = static_cast<std::uint32_t>(g.thread(t).events.size());
      events_.push_back(about);
    }
    if (!run_.found()) return;
    last_.thread = made_ == 0 ? 0 : events_[made_ - 1].thread;
    const thread_id t = run_.current();
    if (t < g.thread_count()) last_.thread = static_cast<std::uint16_t>(t);
    last_.index = static_cast<std::uint32_t>(g.thread(last_.thread).events.size());
    if (!run_.found()->places.empty()) last_.where = run_.found()->places.front().where;
  }

  // The finding may be at no event: an access to what is gone, or to plain data.
  std::optional<critical_pair> before_the_finding() {
    for (std::size_t a = made_; a-- > 0 && left_ > 0;) {
      if (!can_be_held(events_[a]) || events_[a].thread == last_.thread) continue;
      if (swap(events_[a], last_)) return told(events_[a], last_, true);
    }
    return std::nullopt;
  }

  bool swap(const event& a, const event& b) {
    if (left_ == 0) return false;
    --left_;
    return passes_swapped(run_, body_, limits_, plan_, name_of(a), name_of(b));
  }

  critical_pair told(const event& a, const event& b, bool finding) const {
    return {name_of(a), name_of(b), a, b, finding, tried_from_ - left_};
  }

  execution& run_;
  const std::function<void()>& body_;
  const limits& limits_;
  const plan& plan_;
  std::uint32_t left_, tried_from_ = 0;
  std::vector<event> events_;
  std::size_t made_ = 0;  // how many of them were carried out
  event last_;            // where the finding was
};

// In order of addition: has `second` come before `first`?
bool came_first(const graph& g, event_name first, event_name second) {
  if (second.thread >= g.thread_count() || first.thread >= g.thread_count()) return false;
  const auto& late = g.thread(first.thread).events;
  const auto& early = g.thread(second.thread).events;
  if (second.index >= early.size()) return false;
  return first.index >= late.size() || early[second.index] < late[first.index];
}

}  // namespace

bool passes_swapped(execution& run, const std::function<void()>& body, const limits& l,
                    const plan& p, event_name first, event_name second) {
  planned_run swapped(p);
  swapped.hold({first.thread, first.index}, {second.thread, second.index + 1});
  graph& g = *swapped.next_run();
  const run_end end = run.run(body, g, swapped, l);
  return end == run_end::complete && !run.found() && came_first(g, first, second);
}

std::optional<critical_pair> find_critical_pair(execution& run, const std::function<void()>& body,
                                                const limits& l, const plan& p,
                                                std::uint32_t most) {
  return pair_search(run, body, l, p, most).find();
}

}  // namespace suture
