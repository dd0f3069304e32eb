#include "report/trace_recorder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "checkers/linearizability/marked.hpp"
#include "checkers/wording.hpp"
#include "model/graph/unit.hpp"
#include "model/sync/engine/mutation.hpp"
#include "report/event_words.hpp"

namespace suture::report {

std::string thread_name(thread_id t, std::string_view name) {
  const std::string number = t == 0 ? "main" : fmt::format("thread {}", t);
  return name.empty() ? number : fmt::format("{} ({})", number, name);
}

namespace {

std::string thread_name(const run_view& run, thread_id t) {
  return report::thread_name(t, run.thread(t).name);
}

// Does what the thread waits for hold, but for the event `now` that has just been carried out?
bool could_go(const run_view& run, thread_id thread, event_id now) {
  const event& wanted = *run.thread(thread).next_event();
  const graph& g = run.events();
  const std::vector<event_id>& order = g.where(wanted.location).mo;
  std::size_t last = order.size() - 1;
  while (last > 0 && now != no_event && order[last] >= now) --last;
  return may_go_on(wanted, g.value_of(order[last], wanted.location));
}

}  // namespace

void trace_recorder::begin_run(run_view&) {
  steps_.clear();
  setup_ = no_step;
  step_by_event_.clear();
  stuck_.clear();
  operations_.clear();
  locks_.clear();
  atomics_.clear();
  written_.clear();
  pointees_.clear();
}

std::string trace_recorder::with_locks(std::string text, thread_id thread) const {
  const std::string held = locks_.of(thread);
  return held.empty() ? text : fmt::format("{}, holding lock {}", std::move(text), held);
}

// A futex's wait queue has a lock of the engine's own.
std::string trace_recorder::lock_name(const run_view& run, location_id lock) const {
  const graph& g = run.events();
  for (location_id word = 0; word < g.location_count(); ++word) {
    if (g.where(word).bucket == lock) return "the wait queue of " + run.objects().name_of(word);
  }
  if (!is_mutex(run.objects().kind_of(lock))) return run.objects().described(lock);
  const thread_id holder = locks_.holder(lock);
  const std::string name = "lock " + run.objects().name_of(lock);
  return holder == no_thread ? name
                             : fmt::format("{} (held by {})", name, thread_name(run, holder));
}

// What a thread waits for; empty where it could go on.
std::string trace_recorder::waiting(const run_view& run, thread_id thread, event_id now) const {
  const std::string name = thread_name(run, thread);
  const sync::site where = run.thread(thread).stands_at();
  const std::string at = wording::at(where);
  switch (run.thread(thread).status) {
    case thread_status::joining:
      return fmt::format("{} waits{} for {} to end", name, at,
                         thread_name(run, run.thread(thread).target));
    case thread_status::spinning:
      return fmt::format("{} waits{} for a change of what it read", name, at);
    case thread_status::waiting:
      break;
    default:
      return {};
  }
  if (could_go(run, thread, now)) return {};
  const location_id asleep = run.thread(thread).asleep_on.word;
  if (asleep != no_location)
    return fmt::format("{} sleeps{} on {}", name, at, run.objects().name_of(asleep));
  return fmt::format("{} waits{} for {}", name, at,
                     lock_name(run, run.thread(thread).next_event()->location));
}

// Why `thread` did not go on, told when another one has.
std::string trace_recorder::why_left(const run_view& run, thread_id thread, event_id now) const {
  const std::string name = thread_name(run, thread);
  if (run.thread(thread).status == thread_status::finished)
    return with_locks(name + " finished", thread);
  if (run.thread(thread).status == thread_status::creating) {
    return fmt::format("{} starts {}", name, thread_name(run, run.current()));
  }
  std::string why = waiting(run, thread, now);
  if (why.empty()) {
    const sync::site next = run.thread(thread).stands_at();
    why = name + " preempted";
    if (*next.file != '\0') why += " before " + to_string(next);
  }
  return with_locks(std::move(why), thread);
}

void trace_recorder::drop_tentative() {
  if (!steps_.empty() && steps_.back().tentative) steps_.pop_back();
}

trace_recorder::raw_step& trace_recorder::add(const run_view& run, sync::site where, event_id now) {
  drop_tentative();
  raw_step step;
  step.thread = run.current();
  step.where = where;
  step.when = run.here();
  step.held = locks_.of(step.thread);
  if (!steps_.empty() && steps_.back().thread != step.thread) {
    step.switched = why_left(run, steps_.back().thread, now);
  }
  return steps_.emplace_back(std::move(step));
}

std::size_t trace_recorder::step_of(event_id write) const {
  return write < step_by_event_.size() ? step_by_event_[write] : no_step;
}

void trace_recorder::on_event(run_view& run, event_id id) {
  const graph& g = run.events();
  const event& e = g[id];
  if (step_by_event_.size() <= id) step_by_event_.resize(id + 1, no_step);
  if (e.kind == event_kind::create && setup_ == no_step) setup_ = steps_.size();
  if (e.is_write() && e.has(event_flag::rmw)) {  // told with its read half
    if (id != 0) step_by_event_[id] = step_of(id - 1);
    return;
  }
  // A plain write of plain data has been told of.
  if (!is_shown(e) || (e.is_plain() && g.where(e.location).referent)) return;
  raw_step& step = add(run, e.where, id);
  step_by_event_[id] = steps_.size() - 1;
  step.id = id;
  if (e.location == no_location) return;
  step.object = run.objects().name_of(e.location);
  step.label = run.objects().label_at(e.location);
  atomics_.insert(step.object);
  if (e.size == sizeof(void*)) {
    for (const std::uint64_t bits : {e.value, e.operand, e.expected}) note_pointee(run, bits);
  }
  if (e.is_read()) step.from = step_of(e.rf);
  const std::vector<event_id>& order = g.where(e.location).mo;
  const bool updates = e.is_read() && e.has(event_flag::rmw);
  const std::uint32_t place = e.is_write() ? e.mo : g.mo_place_of(e.rf) + (updates ? 1 : 0);
  if (place + 1 < order.size()) {
    (e.is_read() && !updates ? step.newer : step.before) = step_of(order[place + 1]);
  }
  if (!is_mutex(run.objects().kind_of(e.location))) return;
  if (e.has(event_flag::lock)) {
    step.lock = true;
    locks_.take(e.thread, e.location, step.object);
  } else if ((e.is_write() || updates) && locks_.holds(e.thread, e.location)) {
    step.lock = true;
    locks_.give_back(e.thread, e.location);
  }
  step.held = locks_.of(e.thread);
}

std::string trace_recorder::plain_name(const run_view& run, const plain_access& access) const {
  if (std::string name = run.objects().name_at(access.address); !name.empty()) return name;
  const block* b = run.memory().find(access.address);
  if (b == nullptr) return fmt::format("v{}", access.object);
  const auto offset = static_cast<const std::byte*>(access.address) - b->address;
  return fmt::format("{}+{}", block_name(run, *b, atomics_), offset);
}

void trace_recorder::on_plain(run_view& run, const plain_access& access) {
  raw_step& step = add(run, access.where);
  step.verb = access.write ? "write" : "read";
  step.object = plain_name(run, access);
  step.label = run.objects().labels().of(access.address);
  step.write = access.write;
  if (access.write) written_[access.object] = true;
  if (access.value.kind == hooks::value_kind::opaque || !written_[access.object]) return;
  if (mutated("plain_values_are_shown")) return;
  step.value = {access.value.kind, access.value.bytes, 0};
  std::memcpy(&step.value.bits, access.value.at, access.value.bytes);
  if (access.value.kind == hooks::value_kind::pointer) note_pointee(run, step.value.bits);
}

void trace_recorder::on_make_plain(run_view&, const plain_access& made, bool initialised) {
  if (written_.size() <= made.object) written_.resize(made.object + 1);
  written_[made.object] = initialised;
}

// A plain write is an event besides.
void trace_recorder::on_plain_at_atomic(run_view& run, location_id l, const plain_access& access) {
  if (access.write || run.events().where(l).referent) return;
  raw_step& step = add(run, access.where);
  step.verb = "plainly read";
  step.object = run.objects().name_of(l);
  step.label = run.objects().label_at(l);
  step.value = {access.value.kind, access.value.bytes, 0};
  // Of an atomic of two words there is its number only: see wide_values.hpp.
  std::memcpy(&step.value.bits, access.value.at,
              std::min<std::size_t>(access.value.bytes, sizeof step.value.bits));
}

// A pointer to an object outside of the heap goes by the object. (In the heap it goes by the
// block.)
void trace_recorder::note_pointee(const run_view& run, std::uint64_t bits) {
  const auto* const address = reinterpret_cast<const std::byte*>(bits);
  const placed_object* o = run.objects().places().around(address);
  if (o == nullptr || !o->alive || run.memory().owns(address)) return;
  if (mutated("pointees_are_named")) return;
  std::string name = o->kind == object_kind::atomic
                         ? run.objects().name_of(o->id)
                         : plain_name(run, {o->id, o->address, false, {}, {}});
  const auto offset = address - o->address;
  pointees_[bits] = offset == 0 ? std::move(name) : fmt::format("{}+{}", name, offset);
}

// That memory is freed is a step of its own.
void trace_recorder::on_end_plain(run_view& run, const plain_access& object, ending how) {
  if (how == ending::freed) return;
  raw_step& step = add(run, object.where);
  step.verb = how == ending::replaced ? "make an object over" : "destroy";
  step.object = plain_name(run, object);
  step.tentative = true;
}

void trace_recorder::on_end_atomic(run_view& run, location_id l, const void*, ending how,
                                   sync::site where) {
  raw_step& step = add(run, where);
  step.verb = how == ending::replaced ? "make an object over" : "destroy";
  step.object = run.objects().name_of(l);
  step.tentative = true;
}

void trace_recorder::on_invalid_access(run_view& run, const void*, object_kind kind,
                                       sync::site where) {
  add(run, where).verb =
      kind == object_kind::atomic ? "use what is no atomic" : "use what is no plain data";
  steps_.back().tentative = true;
}

void trace_recorder::on_allocate(run_view& run, const block& b) {
  raw_step& step = add(run, b.allocated_at);
  step.verb = fmt::format("allocate {} byte{}:", b.bytes, b.bytes == 1 ? "" : "s");
  step.object = fmt::format("b{}.{}", b.thread, b.ordinal);
}

void trace_recorder::on_free(run_view& run, const block* b, const void*, sync::site where) {
  raw_step& step = add(run, where);
  step.verb = "free";
  step.object = b == nullptr ? "what is no block" : block_name(run, *b, atomics_);
  if (b != nullptr) step.label = b->label;
}

void trace_recorder::on_retire(run_view& run, const block* b, const void* address,
                               sync::site where) {
  on_free(run, b, address, where);
  steps_.back().verb = "retire";
}

void trace_recorder::on_revive(run_view& run, const block* b, const void* address,
                               sync::site where) {
  on_free(run, b, address, where);
  steps_.back().verb = "revive";
}

void trace_recorder::on_note(run_view& run, std::string_view text, sync::site where) {
  add(run, where).verb = text;
}

void trace_recorder::on_begin_operation(run_view& run, const sync::marked_call& call) {
  if (operations_.size() <= run.current()) operations_.resize(run.current() + 1);
  operations_[run.current()].push_back(linearizability::to_string(call));
  add(run, call.where).verb = "begin " + operations_[run.current()].back();
}

void trace_recorder::on_end_operation(run_view& run, const sync::mark_value& result,
                                      sync::site where) {
  if (operations_.size() <= run.current() || operations_[run.current()].empty()) return;
  add(run, where).verb = fmt::format("end {} → {}", operations_[run.current()].back(),
                                     linearizability::result_text(result));
  operations_[run.current()].pop_back();
}

void trace_recorder::end_run(run_view& run, run_end end) {
  if (end != run_end::blocked && end != run_end::moot) return;
  for (const thread_id t : run.unfinished()) {
    const std::string waits = waiting(run, t, no_event);
    if (!waits.empty()) stuck_.push_back(with_locks(waits, t));
  }
}

std::string trace_recorder::object_of(const run_view& run, const raw_step& raw) {
  return raw.label == object_labels::none ? raw.object : run.objects().labels().text(raw.label);
}

// "write v = 5", "read v: 5"
std::string trace_recorder::plain_text(const raw_step& raw, const std::string& action,
                                       const values& words) {
  const std::string value = words.text(raw.value.kind, raw.value.bytes, raw.value.bits);
  if (value.empty()) return action;
  return fmt::format("{}{} {}", action, raw.write ? " =" : ":", value);
}

// A line that is told of elsewhere must not be folded away.
void trace_recorder::mark_needed(const run_view& run, trace& t, const std::vector<raw_step>& raw) {
  for (const raw_step& r : raw) {
    for (const std::size_t told : {r.newer, r.before}) {
      if (told != no_step) t.steps[told].needed = true;
    }
  }
  if (!run.found()) return;
  for (trace_step& s : t.steps) {
    for (const finding::place& p : run.found()->places) {
      const bool there = s.where.line == p.where.line && s.where.known() &&
                         std::string_view(s.where.file) == p.where.file;
      s.needed = s.needed || there;
    }
  }
}

trace trace_recorder::take(const run_view& run) {
  if (!run.found()) drop_tentative();
  values words(run);
  for (const auto& [bits, name] : pointees_) words.points_to(bits, name);
  for (const raw_step& raw : steps_) {
    if (raw.value.kind == hooks::value_kind::pointer) words.note_pointer(raw.value.bits);
  }
  const graph& g = run.events();
  trace result;
  result.threads = run.thread_count();
  result.stuck = stuck_;
  result.setup = setup_ == no_step ? 0 : setup_;
  for (thread_id one = 0; one < result.threads; ++one) {
    result.names.emplace_back(run.thread(one).name);
  }
  for (const raw_step& raw : steps_) {
    trace_step step{raw.thread, raw.where, {}, {}, raw.switched};
    const std::string object = object_of(run, raw);
    step.object = object;
    step.held = raw.held;
    step.from = raw.from;
    step.when = raw.when;
    step.event = raw.id;
    if (raw.id == no_event) {
      step.action = object.empty() ? raw.verb : raw.verb + " " + object;
      step.text = plain_text(raw, step.action, words);
    } else {
      const auto number = [](std::size_t s) { return s == no_step ? 0 : s + 1; };
      const event_place place{number(raw.newer), number(raw.before), raw.lock};
      step.action = event_action(g[raw.id], object);
      step.text = event_text(g[raw.id], object, place, words);
    }
    result.steps.push_back(std::move(step));
  }
  mark_needed(run, result, steps_);
  return result;
}

}  // namespace suture::report
