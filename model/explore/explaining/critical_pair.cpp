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

// A decider that asks another and remembers what each thread was about to do when it was last
// asked, or when nobody could go on. After the run they are unwound.
class what_was_pending final : public decider {
 public:
  explicit what_was_pending(decider& inner) : inner_(inner) {}

  const std::vector<event>& about() const { return about_; }
  // Who went on after the last event; no_thread: nobody was asked since.
  thread_id after(const graph& g) const { return g.size() == asked_at_ ? picked_ : no_thread; }

  thread_id pick_thread(const run_view& run) override {
    look(run);
    asked_at_ = run.events().size();
    return picked_ = inner_.pick_thread(run);
  }
  read_choice pick_read(const run_view& run, const event& proto) override {
    return inner_.pick_read(run, proto);
  }
  std::uint32_t pick_place(const run_view& run, const event& proto) override {
    return inner_.pick_place(run, proto);
  }
  std::uint32_t pick_choice(const run_view& run, std::uint32_t n) override {
    return inner_.pick_choice(run, n);
  }
  bool tries_condition(const sync::site& where, std::uint64_t place) override {
    return inner_.tries_condition(where, place);
  }
  void stuck(const run_view& run) override { look(run); }

 private:
  void look(const run_view& run) {
    about_.clear();
    for (const thread_id t : run.unfinished()) {
      const event* const next = run.thread(t).next_event();
      if (next == nullptr) continue;
      event about = *next;
      about.thread = static_cast<std::uint16_t>(t);
      about.index = static_cast<std::uint32_t>(run.events().thread(t).events.size());
      about_.push_back(about);
    }
  }

  decider& inner_;
  std::vector<event> about_;
  std::size_t asked_at_ = ~std::size_t{0};
  thread_id picked_ = no_thread;
};

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
    what_was_pending asked(failing);
    run_.run(body_, *failing.next_run(), asked, limits_);
    const graph& g = run_.events();
    for (event_id id = 0; id < g.size(); ++id) events_.push_back(g[id]);
    made_ = events_.size();
    for (const event& e : asked.about()) {
      if (e.index >= g.thread(e.thread).events.size()) events_.push_back(e);
    }
    if (!run_.found()) return;
    const thread_id next = asked.after(g);
    last_.thread = made_ == 0 ? std::uint16_t{0} : events_[made_ - 1].thread;
    if (next != no_thread) last_.thread = static_cast<std::uint16_t>(next);
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
