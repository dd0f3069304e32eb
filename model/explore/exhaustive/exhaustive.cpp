#include "model/explore/exhaustive/exhaustive.hpp"

#include <algorithm>
#include <array>

#include "model/engine/loops/chance_failures.hpp"
#include "model/explore/exhaustive/blind_counts.hpp"
#include "model/explore/exhaustive/maximality.hpp"
#include "model/graph/candidates.hpp"
#include "model/graph/unit.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

// Among refusals: no refcount is counted blind.
constexpr std::string_view everything = "*";

// Among them: a loop.
std::string name_of_loop(const sync::site& where) { return "loop at " + to_string(where); }

// Among them: a loop whose rounds leave marks.
std::string name_of_marks(const sync::site& where) { return "marks of " + name_of_loop(where); }

// Among them: a weak compare-exchange whose failure is made something of.
std::string name_of_try(const sync::site& where) { return "failures at " + to_string(where); }

// Of the lock attempt `proto`, the next event of its thread: the newest event that an earlier,
// failed attempt has ruled out, with all before it; no_event where there was none.
event_id ruled_out(const graph& g, const event& proto) {
  const std::vector<event_id>& own = g.thread(proto.thread).events;
  event_id newest = no_event;
  for (std::size_t i = own.size(); i-- > 0;) {
    const event& e = g[own[i]];
    if (e.kind != event_kind::poll || e.location != proto.location) break;
    event_id latest = own[i];
    if (e.rf != init_event && e.rf != no_event) latest = std::max(latest, e.rf);
    newest = newest == no_event ? latest : std::max(newest, latest);
  }
  return newest;
}

// Would the trigger, the write half of an update, come between a write and another update that
// reads it and stays? Then there is no such graph, and none need be built to see it.
bool between_others(const revisit_view& v) {
  const event& w = v.g[v.trigger];
  if (!w.has(event_flag::rmw) || mutated("atomic_revisits")) return false;
  const event_id own = v.g.thread(w.thread).events[w.index - 1];
  const event_id rf = v.g[own].rf;
  for (event_id c = v.g.first_reader(rf, w.location); c != no_event; c = v.g[c].next_reader) {
    if (c != own && c != v.target && v.kept(c) && v.g[c].has(event_flag::rmw)) return true;
  }
  return false;
}

std::uint32_t spurious_failures(const graph& g) {
  std::uint32_t count = 0;
  for (event_id e = 0; e < g.size(); ++e) {
    if (g[e].is_read() && g[e].has(event_flag::spurious)) ++count;
  }
  return count;
}

// Each is tried for long, which takes about a millisecond.
constexpr std::size_t most_loops_at_a_line = 64;

}  // namespace

exhaustive::frame& exhaustive::push() {
  if (frames_.size() == depth_) frames_.push_back(std::make_unique<frame>());
  frame& f = *frames_[depth_++];
  f.deviations = 0;
  f.completed = no_event;
  f.at_base = {};
  f.cursors.clear();
  return f;
}

void exhaustive::end_run(run_view& run, run_end end) {
  run_ = &run;
  if (!blind_ || end == run_end::abandoned || mutated("early_zeros")) return;
  if (const auto counter = not_blind(top().g)) refuse_blind(run.objects().identity_of(*counter));
}

bool exhaustive::restart() {
  if (!std::exchange(outdated_, false)) return false;
  begun_ = false;
  depth_ = 0;
  items_ = 0;
  return true;
}

void exhaustive::refuse_blind(const std::string& refcount) {
  outdated_ |= refused_.insert(refcount).second;
}

void exhaustive::refuse_loop(const sync::site& where) { refuse_blind(name_of_loop(where)); }

bool exhaustive::refused_loop(const sync::site& where) const {
  return !refused_.empty() && refused_blind(name_of_loop(where));
}

void exhaustive::leaves_marks(const sync::site& where) { refuse_blind(name_of_marks(where)); }

bool exhaustive::known_to_leave_marks(const sync::site& where) const {
  return !refused_.empty() && refused_blind(name_of_marks(where));
}

// Begins anew only where something was taken for nothing, by this worker or perhaps by another.
void exhaustive::gives_up(const sync::site& where) {
  const std::string name = name_of_try(where);
  outdated_ |= refused_.insert(name).second && (owner_ != nullptr || trusted_.contains(name));
}

bool exhaustive::trusts_in_news(const sync::site& where) {
  const std::string name = name_of_try(where);
  if (refused_.contains(name)) return false;
  trusted_.insert(name);
  return true;
}

bool exhaustive::failures_used_up(const graph& g) const {
  return spurious_failures(g) >= most_spurious_;
}

// As many as may be, or one more that comes as the next try after another: so that a run shows
// whether a second one makes a difference where the first made none. And some that leave marks
// (chance_failures.hpp).
bool exhaustive::within_allowance(const graph& g) const {
  std::uint32_t count = 0, again = 0, marked = 0;
  for (event_id e = 0; e < g.size(); ++e) {
    const event& f = g[e];
    if (!f.is_read() || !f.has(event_flag::spurious)) continue;
    ++count;
    if (count > most_spurious_ && again == 0 &&
        tries_again(g, f.thread, f.index, f.location, f.expected)) {
      again = 1;
    } else if (marked < chance_failures::most_marked && known_to_leave_marks(f.where)) {
      ++marked;
    }
  }
  return count <= most_spurious_ ||
         (most_spurious_ != 0 && count <= most_spurious_ + again + marked);
}

bool exhaustive::meets_loop(const sync::site& where, std::uint64_t place) {
  std::set<std::uint64_t>& known = loops_[{where.line, where.file}];
  if (mutated("loops_at_a_line_are_told_apart")) place = 0;
  return known.size() < most_loops_at_a_line && known.insert(place).second;
}

bool exhaustive::refuse_all_blind() {
  outdated_ |= blind_;
  return std::exchange(blind_, false);
}

std::vector<std::string> exhaustive::refusals() const {
  std::vector<std::string> all(refused_.begin(), refused_.end());
  if (!blind_) all.emplace_back(everything);
  return all;
}

void exhaustive::refuse(const std::vector<std::string>& refusals) {
  for (const std::string& refusal : refusals) {
    if (refusal == everything) {
      blind_ = false;
    } else {
      refused_.insert(refusal);
    }
  }
}

graph* exhaustive::next_run() {
  if (!begun_) {
    begun_ = true;
    frame& f = push();
    f.g.clear();
    f.base = 0;
    enter(f, true);
    return &f.g;
  }
  while (depth_ > 0 && !late()) {
    frame& f = top();
    if (f.g.size() > f.base) {
      if (advance(f)) return given_up_ ? nullptr : &top().g;
    } else if (f.completed != no_event && !mutated("completed_updates") &&
               next_revisit(f, f.completed, f.at_base)) {
      return given_up_ ? nullptr : &top().g;
    } else {
      --depth_;
    }
  }
  return nullptr;
}

void exhaustive::deviate(frame& f, cursor& c) {
  if (!c.deviated) ++f.deviations;
  c.deviated = true;
}

// An alternative has been taken; it is to be run at once or, where not `runs`, leads to others. Is
// it to be followed?
bool exhaustive::enter(const frame& f, bool runs) {
  if (owner_ == nullptr || f.deviations > split_depth_) return true;
  const bool subtree = f.deviations == split_depth_;
  if (!subtree && !runs) return true;
  return owner_->mine(items_++, subtree) || !subtree;
}

thread_id exhaustive::pick_thread(const run_view& run) {
  thread_id best = no_thread;
  int best_rank = 3;
  for (const thread_id t : run.enabled()) {
    const thread_status s = run.thread(t).status;
    if (s == thread_status::ready) return t;
    const int rank = s == thread_status::waiting ? 1 : 2;
    if (rank < best_rank) {
      best = t;
      best_rank = rank;
    }
  }
  return best;
}

void exhaustive::add_polls(const run_view& run, graph& g) {
  for (const thread_id t : run.unfinished()) {
    if (run.thread(t).status != thread_status::waiting) continue;
    event poll = *run.thread(t).next_event();
    if (!poll.has(event_flag::lock)) continue;
    poll.kind = event_kind::poll;
    const event_id id = g.add_read(poll, g.latest(poll.location));
    g.at(id).value = g.value_of(g[id].rf, poll.location);
  }
}

// The newest unit of `f` takes its next alternative, or goes. True iff the top graph is to be run.
bool exhaustive::advance(frame& f) {
  f.cursors.resize(f.g.size());
  const event_id newest = f.g.size() - 1;
  const event& e = f.g[newest];
  switch (e.kind) {
    case event_kind::read:
    case event_kind::poll:
      return advance_read(f, newest);
    case event_kind::write:
      return e.has(event_flag::rmw) ? advance_read(f, newest - 1) : advance_write(f, newest);
    case event_kind::choice:
      return advance_choice(f, newest);
    case event_kind::count:
      return advance_count(f, newest);
    default:
      f.g.pop();
      return false;
  }
}

bool exhaustive::advance_read(frame& f, event_id head) {
  for (;;) {
    const event_id newest = f.g.size() - 1;
    if (newest != head && next_revisit(f, newest, f.cursors[head])) return true;
    event proto = pop_unit(f.g);
    proto.kind = event_kind::read;
    const step s = next_variant(f.g, proto, f.cursors[head]);
    if (s == step::exhausted) {
      leave(f, f.cursors[head]);
      f.cursors.resize(f.g.size());
      return false;
    }
    deviate(f, f.cursors[head]);
    f.cursors.resize(f.g.size());
    const bool entered = enter(f, s == step::run);
    if (entered && s == step::run) return true;
    if (!entered) f.cursors[head].read = cursor::fresh;  // a conflict has only its revisits
  }
}

exhaustive::step exhaustive::next_variant(graph& g, const event& proto, cursor& c) {
  const location& loc = g.where(proto.location);
  std::uint32_t bound = g.coherence_bound(proto.thread, proto.location);
  if (mutated("coherent_reads")) bound = 0;
  const event_id out = proto.has(event_flag::lock) ? ruled_out(g, proto) : no_event;
  if (c.place == cursor::fresh) c.place = static_cast<std::uint32_t>(loc.mo.size()) - 1;
  c.read = c.back = 0;
  for (;;) {
    const std::uint64_t value = g.value_of(loc.mo[c.place], proto.location);
    if (!c.spurious && proto.op == rmw_op::cas_weak && would_write(proto, value) &&
        !mutated("chance_first")) {
      c.spurious = true;
    } else {
      c.spurious = false;
      if (c.place == bound || mutated("other_reads")) return step::exhausted;
      --c.place;
    }
    const event_id rf = loc.mo[c.place];
    if (out != no_event && (rf == init_event || rf <= out)) continue;
    const bool held = may_go_on(proto, g.value_of(rf, proto.location));
    if (!held && !mutated("awaited_values")) continue;
    const step s = try_variant(g, proto, rf, c.spurious);
    if (s != step::exhausted) return s;
  }
}

// Adds the unit reading `rf` if that is an execution, or a conflict that leads to some; else
// exhausted, with the graph as it was.
exhaustive::step exhaustive::try_variant(graph& g, const event& proto, event_id rf, bool spurious) {
  const bool writes = !spurious && would_write(proto, g.value_of(rf, proto.location));
  const event_id rival = writes ? g.consumer(rf, proto.location) : no_event;
  const event_id read = add_read_unit(g, proto, rf, spurious);
  if (spurious && !within_allowance(g)) {
    pop_unit(g);
    return step::exhausted;
  }
  if (rival != no_event) {
    // Two read-modify-writes of one value: not an execution, but the new one can displace the old.
    g.at(read).flags |= event_flag::conflict;
    if (!g.in_prefix(g[rival], g[read]) && !mutated("displaced_updates")) {
      return step::conflict;
    }
  } else {
    const std::array<event_id, 2> changed{read, g.size() - 1};
    const bool possible = model_.consistent(g, {changed.data(), g.size() - read});
    if (possible || mutated("consistent_reads")) return step::run;
  }
  pop_unit(g);
  return step::exhausted;
}

bool exhaustive::advance_write(frame& f, event_id w) {
  cursor& c = f.cursors[w];
  if (next_revisit(f, w, c)) return true;
  const event proto = f.g[w];
  if (c.place == cursor::fresh) c.place = proto.mo;
  f.g.pop();
  std::uint32_t bound = f.g.coherence_bound(proto.thread, proto.location);
  if (mutated("coherent_writes")) bound = 0;
  while (c.place > bound + 1 && !mutated("other_places")) {
    --c.place;
    if (!may_place(f.g, model_, proto, c.place)) continue;
    f.g.add_write(proto, c.place);
    c.read = cursor::fresh;  // its revisits have been made, for every place
    deviate(f, c);
    if (enter(f, true)) return true;
    f.g.pop();
  }
  leave(f, c);
  return false;
}

bool exhaustive::advance_choice(frame& f, event_id c) {
  while (f.g[c].value + 1 < f.g[c].operand) {
    ++f.g.at(c).value;
    deviate(f, f.cursors[c]);
    if (enter(f, true)) return true;
  }
  leave(f, f.cursors[c]);
  f.g.pop();
  return false;
}

// A decrement that reaches zero leaves it to each other one that could come last instead.
bool exhaustive::advance_count(frame& f, event_id d) {
  const std::vector<event_id>& counts = f.g.where(f.g[d].location).counts;
  cursor& c = f.cursors[d];
  const bool leaves = f.g[d].has(event_flag::zero) && !mutated("other_zeros");
  for (; leaves && c.read < counts.size(); ++c.read) {
    const event_id last = counts[c.read];
    if (last == d || !f.g[last].has(event_flag::decrement)) continue;
    if (!past_without(f.g, d, last, past_)) continue;
    if (!revisitable({f.g, d, last, past_})) continue;
    frame& next = push();
    let_reach_zero(f.g, d, last, past_, next.g);
    next.base = next.g.size();
    next.deviations = f.deviations + 1;
    if (enter(next, true)) {
      ++c.read;
      return true;
    }
    --depth_;
  }
  f.g.pop();
  return false;
}

// The reads of w's place that do not come before it: those that it may revisit.
void exhaustive::collect_reads(const graph& g, event_id w) {
  const location& loc = g.where(g[w].location);
  reads_.clear();
  for (std::uint32_t i = 0; i < loc.accessors; ++i) {
    const std::vector<event_id>& ids = loc.accesses[i].ids;
    const std::uint32_t known = g.prefix_length(g[w], loc.accesses[i].thread);
    for (std::size_t k = ids.size(); k-- > 0 && g[ids[k]].index >= known;) {
      const event& e = g[ids[k]];
      if (e.is_read() && !e.has(event_flag::spurious)) reads_.push_back(ids[k]);
    }
  }
  std::sort(reads_.begin(), reads_.end());
}

// Pushes the next graph in which a read takes its value from `w`, the newest event of `f`.
bool exhaustive::next_revisit(frame& f, event_id w, cursor& c) {
  if (c.read == cursor::fresh) return false;
  collect_reads(f.g, w);
  if (c.read >= reads_.size()) return false;
  prefix_of(f.g, w, past_);
  const event_id fixed = newest_fixed({f.g, w, reads_[c.read], past_}, tails_);
  for (; c.read < reads_.size(); ++c.read, c.back = 0) {
    if (late()) return true;  // leaves all as it is
    const event_id r = reads_[c.read];
    const revisit_view view{f.g, w, r, past_};
    if ((fixed != no_event && r <= fixed) || between_others(view)) continue;
    // A weak compare-exchange that could now succeed may also fail by chance: two graphs a place.
    const bool twice = f.g[r].op == rmw_op::cas_weak && would_write(f.g[r], f.g[w].value) &&
                       !mutated("chance_revisited");
    // The write half of an update has one place only.
    const std::uint32_t most = f.g[w].has(event_flag::rmw) ? (twice ? 2U : 1U) : ~0U;
    while (c.back < most) {
      const bool spurious = twice && c.back % 2 == 1;
      frame& next = push();
      const revisit_result built = revisit_.build(view, twice ? c.back / 2 : c.back, spurious,
                                                  model_, next.g, next.completed);
      const bool within = !spurious || within_allowance(next.g);
      if (built == revisit_result::done && within) {
        ++c.back;
        next.base = next.g.size();
        next.deviations = f.deviations + 1;
        if (enter(next, true)) return true;
        --depth_;
        continue;
      }
      --depth_;
      if (built == revisit_result::no_place) break;
      ++c.back;
    }
  }
  return false;
}

namespace {

std::unique_ptr<strategy> make(std::string_view, memory_model& model,
                               const strategy_options& options) {
  auto search = std::make_unique<exhaustive>(model, options.blind);
  search->limit_spurious_failures(options.spurious_failures);
  return search;
}

}  // namespace

constinit const strategy_kind exhaustive_kind{
    .name = "exhaustive",
    .summary = "every execution of the memory model, each once",
    .traits = {.divisible = true, .resumable = true},
    .make = make};

}  // namespace suture
