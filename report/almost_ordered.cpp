#include "report/almost_ordered.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "report/event_words.hpp"

namespace suture::report {

namespace {

bool is_of_order(const finding& f) {
  static constexpr std::string_view kinds[] = {finding_kind::race, finding_kind::use_after_free,
                                               finding_kind::double_free,
                                               finding_kind::retired_access};
  return f.places.size() >= 2 &&
         std::find(std::begin(kinds), std::end(kinds), f.kind) != std::end(kinds);
}

bool stands_at(const trace_step& s, const finding::place& p) {
  return s.where.line == p.where.line && std::string_view(s.where.file) == p.where.file;
}

// Of two threads that come to one line the place may be the other's.
bool speaks_of(const finding::place& p, thread_id t) {
  const std::string_view what = p.what;
  return !what.starts_with("thread ") || what.starts_with(fmt::format("thread {} ", t));
}

// Does the event come after the moment, and know so?
bool comes_after(const graph& g, const event& e, moment m) {
  if (e.thread == m.thread) return e.index >= m.events;
  return g.clocks().at(e.hb, m.thread) > m.events;
}

bool comes_before(const graph& g, const event& e, moment m) {
  if (e.thread == m.thread) return e.index < m.events;
  if (m.events == 0) return false;
  return g.ordered(e, g[g.thread(m.thread).events[m.events - 1]]);
}

// Would a read that acquires learn of the moment from this write?
bool releases(const graph& g, const event& w, moment m) {
  if (w.thread == m.thread && w.rel_own > m.events) return true;
  return g.clocks().at(w.rel, m.thread) > m.events;
}

// The last step of another thread, before the last of all, at a place that the finding rests on.
const trace_step* other_access(const trace& t, const finding& f) {
  const trace_step& last = t.steps.back();
  for (auto s = t.steps.rbegin() + 1; s != t.steps.rend(); ++s) {
    if (s->thread == last.thread) continue;
    const auto names = [&](const finding::place& p) {
      return stands_at(*s, p) && speaks_of(p, s->thread);
    };
    if (std::any_of(f.places.begin(), f.places.end(), names)) return &*s;
  }
  return nullptr;
}

// The last read before `later` of what was written after `earlier`. It does not synchronise, or the
// two moments would be in order.
event_id nearest_read(const graph& g, moment earlier, moment later) {
  for (event_id id = g.size(); id-- > 0;) {
    const event& r = g[id];
    if (!r.is_read() || r.has(event_flag::internal) || r.rf >= g.size()) continue;
    const event& w = g[r.rf];
    if (w.thread == r.thread || !comes_before(g, r, later) || !comes_after(g, w, earlier)) continue;
    return id;
  }
  return no_event;
}

std::string locks_at(const trace& t, const trace_step& s) {
  const std::string name = s.thread < t.names.size() ? t.names[s.thread] : std::string();
  return fmt::format("{} holds {}", thread_name(s.thread, name),
                     s.held.empty() ? "no mutex" : "mutex " + s.held);
}

}  // namespace

std::string almost_ordered(const run_view& run, const trace& t) {
  if (!run.found() || !is_of_order(*run.found()) || t.steps.size() < 2) return {};
  const graph& g = run.events();
  const trace_step& last = t.steps.back();
  const trace_step* const other = other_access(t, *run.found());
  if (other == nullptr) return {};
  // Ordered all the same: then the finding is about something else than their order.
  if (last.when.events > 0 &&
      comes_after(g, g[g.thread(last.thread).events[last.when.events - 1]], other->when)) {
    return {};
  }
  const std::string missing = missing_order(run, other->when, last.when);
  if (!missing.empty()) return fmt::format("  almost ordered: {}\n", missing);
  return fmt::format(
      "  nothing that thread {} does after its access is read by thread {} before its own; {}, "
      "{}\n",
      other->thread, last.thread, locks_at(t, *other), locks_at(t, last));
}

std::string missing_order(const run_view& run, moment earlier, moment later) {
  const graph& g = run.events();
  const event_id read = nearest_read(g, earlier, later);
  if (read == no_event) return {};
  const event& r = g[read];
  const event& w = g[r.rf];
  const auto words = [&](const event& e) {
    return fmt::format("{} of {} at {} by thread {}", operation_words(e),
                       run.objects().name_of(e.location), to_string(e.where), e.thread);
  };
  return fmt::format("the {} {}, the {} that reads it {}", words(w),
                     releases(g, w, earlier) ? "releases" : "does not release", words(r),
                     is_acquire(r.order) ? "acquires" : "does not acquire");
}

}  // namespace suture::report
