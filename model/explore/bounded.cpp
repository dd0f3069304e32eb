#include "model/explore/bounded.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/explore/make_strategy.hpp"
#include "model/graph/candidates.hpp"

namespace suture {

namespace {

// How many of a thread's events are looked through for the loop it may be in.
constexpr std::size_t look_back = 32;

bool same_site(const sync::site& a, const sync::site& b) {
  return a.line == b.line && a.file == b.file && a.function == b.function;
}

// Did the unit that ends with own[last] leave everything as it was?
bool idle(const graph& g, const std::vector<event_id>& own, std::size_t last) {
  const event& e = g[own[last]];
  if (e.is_read()) return true;
  return e.is_write() && e.has(event_flag::rmw) && g[own[last - 1]].value == e.value;
}

// The write that `proto` would see for the third time in a row though it is outdated; else
// no_event.
event_id worn_out(const graph& g, const event& proto) {
  const std::vector<event_id>& own = g.thread(proto.thread).events;
  const std::size_t lowest = own.size() > look_back ? own.size() - look_back : 1;
  const event* later = nullptr;
  event_id seen = no_event;
  for (std::size_t i = own.size(); i > lowest && idle(g, own, i - 1); --i) {
    const bool wrote = g[own[i - 1]].is_write();
    if (wrote) --i;
    const event& e = g[own[i - 1]];
    if (e.location != proto.location || !same_site(e.where, proto.where)) continue;
    if (later != nullptr) {
      const bool same = wrote ? later->value == e.value : later->rf == e.rf;
      return same && seen != g.latest(proto.location) ? seen : no_event;
    }
    later = &e;
    seen = wrote ? own[i] : e.rf;
  }
  return no_event;
}

// Has the compare-exchange `proto`, a moment ago, failed by chance?
bool just_failed(const graph& g, const event& proto) {
  const event_id last = g.last_of(proto.thread);
  return last != no_event && g[last].has(event_flag::spurious) &&
         same_site(g[last].where, proto.where);
}

}  // namespace

std::string bounded::bound() const {
  if (allowed_ == unlimited) return "any number of preemptions";
  return fmt::format("at most {} preemption{}", allowed_, allowed_ == 1 ? "" : "s");
}

// The latest decision with another answer takes it; those after it are forgotten.
graph* bounded::next_run() {
  if (begun_) {
    while (!path_.empty()) {
      node& n = path_.back();
      if (n.first + n.taken + 1 < answers_.size()) {
        ++n.taken;
        break;
      }
      answers_.resize(n.first);
      path_.pop_back();
    }
    if (path_.empty()) return nullptr;
  }
  begun_ = true;
  question_ = 0;
  preemptions_ = 0;
  idle_.clear();
  resting_.clear();
  graph_.clear();
  return &graph_;
}

// Who gives way, and to whom: the fairness that loops need.
void bounded::note_progress(const run_view& run) {
  const thread_id t = run.current();
  if (idle_.size() < run.thread_count()) {
    idle_.resize(run.thread_count());
    resting_.resize(run.thread_count());
  }
  const std::vector<event_id>& own = graph_.thread(t).events;
  if (own.empty() || !idle(graph_, own, own.size() - 1)) {
    idle_[t] = 0;
    std::fill(resting_.begin(), resting_.end(), std::uint8_t{0});
  } else if (++idle_[t] >= run.bounds().spins) {
    idle_[t] = 0;
    resting_[t] = 1;
  }
  const auto enabled = run.enabled();
  const bool all_rest =
      std::all_of(enabled.begin(), enabled.end(), [&](thread_id e) { return resting_[e] != 0; });
  if (all_rest) std::fill(resting_.begin(), resting_.end(), std::uint8_t{0});
}

// Who has yielded goes on at once only at the price of a preemption, or where nobody else can go.
// That may be another than the running thread: a new thread runs up to its first operation, and
// several may yield before anybody does anything.
void bounded::list_threads(const run_view& run, bool goes_on) {
  const std::size_t before = answers_.size();
  if (goes_on) may(run.current());
  if (goes_on && preemptions_ == allowed_) return;
  for (const thread_id t : run.enabled()) {
    if (resting_[t] == 0 && !run.gives_way(t) && !(goes_on && t == run.current())) may(t);
  }
  const bool nobody = answers_.size() == before;
  for (const thread_id t : run.enabled()) {
    if (resting_[t] != 0 || !run.gives_way(t)) continue;
    if (nobody || preemptions_ < allowed_) may(t);
  }
}

thread_id bounded::pick_thread(const run_view& run) {
  note_progress(run);
  const auto enabled = run.enabled();
  const auto is_enabled = [&](thread_id t) {
    return std::find(enabled.begin(), enabled.end(), t) != enabled.end();
  };
  const bool can = is_enabled(run.current()) && resting_[run.current()] == 0;
  const bool goes_on = can && !run.gives_way(run.current());
  const bool others = std::any_of(enabled.begin(), enabled.end(), [&](thread_id t) {
    return resting_[t] == 0 && !run.gives_way(t);
  });
  if (!asked_before()) {
    begin_node();
    list_threads(run, goes_on);
  }
  thread_id picked = repeat();
  // Only code that depends on more than its schedule gets here with somebody who cannot go on.
  if (!is_enabled(picked)) picked = enabled.front();
  const bool pushes_in = run.gives_way(picked) && others;
  if (pushes_in || (goes_on && picked != run.current())) ++preemptions_;
  return picked;
}

// Answers: twice the place in modification order, and one more for a failure by chance.
void bounded::list_reads(const run_view& run, const event& proto) {
  const graph& g = run.events();
  const std::vector<event_id>& mo = g.where(proto.location).mo;
  const auto last = static_cast<std::uint32_t>(mo.size()) - 1;
  std::uint32_t lowest = last;
  if (!latest_only_ && !proto.has(event_flag::lock)) {
    lowest = g.coherence_bound(proto.thread, proto.location);
    const event_id worn = worn_out(g, proto);
    if (worn != no_event) lowest = std::max(lowest, g.mo_place_of(worn) + 1);
  }
  const bool again = just_failed(g, proto);
  for (std::uint32_t place = last + 1; place-- > lowest;) {
    if (run.may_read(proto, place)) may(2 * place);
    if (again || !may_fail_by_chance(proto, g.value_of(mo[place], proto.location))) continue;
    if (run.may_read(proto, place, true)) may(2 * place + 1);
  }
}

read_choice bounded::pick_read(const run_view& run, const event& proto) {
  if (!asked_before()) {
    begin_node();
    list_reads(run, proto);
  }
  const std::uint32_t answer = repeat();
  const std::vector<event_id>& mo = run.events().where(proto.location).mo;
  return {mo[std::min<std::size_t>(answer / 2, mo.size() - 1)], answer % 2 == 1};
}

std::uint32_t bounded::pick_place(const run_view& run, const event& proto) {
  const graph& g = run.events();
  const auto end = static_cast<std::uint32_t>(g.where(proto.location).mo.size());
  if (!asked_before()) {
    begin_node();
    may(end);
    const std::uint32_t bound = g.coherence_bound(proto.thread, proto.location);
    for (std::uint32_t place = end; !latest_only_ && --place > bound;) {
      if (run.may_place(proto, place)) may(place);
    }
  }
  return std::min(repeat(), end);
}

std::uint32_t bounded::pick_choice(const run_view&, std::uint32_t n) {
  if (!asked_before()) {
    begin_node();
    for (std::uint32_t i = 0; i < n; ++i) may(i);
  }
  return std::min(repeat(), n - 1);
}

namespace {

std::unique_ptr<strategy> make(std::string_view argument, memory_model& model,
                               const strategy_options&) {
  const std::uint32_t preemptions =
      argument == "∞" ? bounded::unlimited
                      : number_behind("bounded", argument, "preemptions", 0,
                                      bounded::most_preemptions, "bounded:2, or ∞");
  return std::make_unique<bounded>(preemptions, model);
}

}  // namespace

constinit const strategy_kind bounded_kind{
    .name = "bounded",
    .argument = "2",
    .summary = "every execution with at most N preemptions; ∞ is a number, too",
    .traits = {.bounded = true},
    .make = make};

}  // namespace suture
