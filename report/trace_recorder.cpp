#include "report/trace_recorder.hpp"

#include <fmt/format.h>

#include "report/event_words.hpp"

namespace suture::report {

std::string thread_name(thread_id t) { return t == 0 ? "main" : fmt::format("thread {}", t); }

void trace_recorder::begin_run(execution&) {
  steps_.clear();
  step_by_event_.clear();
  stuck_.clear();
  locks_.clear();
}

std::string trace_recorder::with_locks(std::string text, thread_id thread) const {
  const std::string held = locks_.of(thread);
  return held.empty() ? text : fmt::format("{}, holding {}", std::move(text), held);
}

// What a thread waits for; empty where it could go on.
std::string trace_recorder::waiting(execution& run, thread_id thread) const {
  const std::string name = thread_name(thread);
  const sync::site where = run.waits_at(thread);
  const std::string at = *where.file == '\0' ? std::string() : " at " + to_string(where);
  switch (run.status(thread)) {
    case thread_status::joining:
      return fmt::format("{} waits{} for {} to end", name, at,
                         thread_name(run.join_target(thread)));
    case thread_status::spinning:
      return fmt::format("{} waits{} for a change of what it read", name, at);
    case thread_status::waiting:
      break;
    default:
      return {};
  }
  const location_id asleep = run.asleep_on(thread).word;
  if (asleep != no_location) return fmt::format("{} sleeps{} on {}", name, at, run.name_of(asleep));
  const location_id lock = run.pending(thread)->location;
  const thread_id holder = locks_.holder(lock);
  const std::string held =
      holder == no_thread
          ? std::string()
          : fmt::format(" (held by {})", holder == thread ? "itself" : thread_name(holder));
  return fmt::format("{} waits{} for {}{}", name, at, run.name_of(lock), held);
}

// Why `thread` did not go on, told when another one has.
std::string trace_recorder::why_left(execution& run, thread_id thread) const {
  const std::string name = thread_name(thread);
  if (run.status(thread) == thread_status::finished) return with_locks(name + " finished", thread);
  if (run.status(thread) == thread_status::creating) {
    return fmt::format("{} starts {}", name, thread_name(run.current()));
  }
  std::string why = waiting(run, thread);
  if (why.empty()) {
    const sync::site next = run.waits_at(thread);
    why = name + " preempted";
    if (*next.file != '\0') why += " before " + to_string(next);
  }
  return with_locks(std::move(why), thread);
}

trace_recorder::raw_step& trace_recorder::add(execution& run, thread_id thread, sync::site where) {
  raw_step step;
  step.thread = thread;
  step.where = where;
  if (!steps_.empty() && steps_.back().thread != thread) {
    step.switched = why_left(run, steps_.back().thread);
  }
  return steps_.emplace_back(std::move(step));
}

std::size_t trace_recorder::step_of(event_id write) const {
  return write < step_by_event_.size() ? step_by_event_[write] : no_step;
}

void trace_recorder::on_event(execution& run, event_id id) {
  const graph& g = run.events();
  const event& e = g[id];
  if (step_by_event_.size() <= id) step_by_event_.resize(id + 1, no_step);
  if (e.is_write() && e.has(event_flag::rmw)) {  // told with its read half
    if (id != 0) step_by_event_[id] = step_of(id - 1);
    return;
  }
  if (!is_shown(e)) return;
  raw_step& step = add(run, e.thread, e.where);
  step_by_event_[id] = steps_.size() - 1;
  step.id = id;
  if (e.location == no_location) return;
  step.object = run.name_of(e.location);
  const std::vector<event_id>& order = g.where(e.location).mo;
  const bool updates = e.is_read() && e.has(event_flag::rmw);
  const std::uint32_t place = e.is_write() ? e.mo : g.mo_place_of(e.rf) + (updates ? 1 : 0);
  if (place + 1 < order.size()) {
    (e.is_read() && !updates ? step.newer : step.before) = step_of(order[place + 1]);
  }
  if (e.has(event_flag::lock)) {
    step.lock = true;
    locks_.take(e.thread, e.location, step.object);
  } else if ((e.is_write() || updates) && locks_.holds(e.thread, e.location)) {
    step.lock = true;
    locks_.give_back(e.thread, e.location);
  }
}

void trace_recorder::on_plain(execution& run, const plain_access& access) {
  raw_step& step = add(run, run.current(), access.where);
  step.verb = access.write ? "write" : "read";
  const block* b = run.memory().find(access.address);
  if (const char* name = run.label_of(access.address)) {
    step.object = name;
  } else if (b != nullptr) {
    const auto offset = static_cast<const std::byte*>(access.address) - b->address;
    step.object = fmt::format("{}+{}", block_name(run, *b), offset);
  } else {
    step.object = fmt::format("v{}", access.object);
  }
}

void trace_recorder::on_allocate(execution& run, block& b) {
  raw_step& step = add(run, run.current(), b.allocated_at);
  step.verb = fmt::format("allocate {} byte{}:", b.bytes, b.bytes == 1 ? "" : "s");
  step.object = fmt::format("b{}.{}", b.thread, b.ordinal);
}

void trace_recorder::on_free(execution& run, block* b, const void*, sync::site where) {
  raw_step& step = add(run, run.current(), where);
  step.verb = "free";
  step.object = b == nullptr ? "what is no block" : block_name(run, *b);
}

void trace_recorder::on_retire(execution& run, block* b, const void* address, sync::site where) {
  on_free(run, b, address, where);
  steps_.back().verb = "retire";
}

void trace_recorder::on_revive(execution& run, block* b, const void* address, sync::site where) {
  on_free(run, b, address, where);
  steps_.back().verb = "revive";
}

void trace_recorder::on_note(execution& run, std::string_view text, sync::site where) {
  add(run, run.current(), where).verb = text;
}

void trace_recorder::end_run(execution& run, run_end end) {
  if (end != run_end::blocked && end != run_end::moot) return;
  for (const thread_id t : run.unfinished()) {
    const std::string waits = waiting(run, t);
    if (!waits.empty()) stuck_.push_back(with_locks(waits, t));
  }
}

trace trace_recorder::take(execution& run) {
  const values words(run);
  const graph& g = run.events();
  trace result;
  result.threads = run.thread_count();
  result.stuck = stuck_;
  for (const raw_step& raw : steps_) {
    trace_step step{raw.thread, raw.where, {}, {}, raw.switched};
    if (raw.id == no_event) {
      step.action = raw.object.empty() ? raw.verb : raw.verb + " " + raw.object;
      step.text = step.action;
    } else {
      const auto number = [](std::size_t s) { return s == no_step ? 0 : s + 1; };
      const event_place place{number(raw.newer), number(raw.before), raw.lock};
      step.action = event_action(g[raw.id], raw.object);
      step.text = event_text(g[raw.id], raw.object, place, words);
    }
    result.steps.push_back(std::move(step));
  }
  return result;
}

}  // namespace suture::report
