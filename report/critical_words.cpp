#include "report/critical_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/almost_ordered.hpp"
#include "report/event_words.hpp"

namespace suture::report {

namespace {

constexpr std::size_t no_step = trace_step::no_step;

// The step that tells of the event, where it was carried out.
std::size_t step_of(const run_view& run, const trace& t, event_name e) {
  const graph& g = run.events();
  if (e.thread >= g.thread_count() || e.index >= g.thread(e.thread).events.size()) return no_step;
  const event_id id = g.thread(e.thread).events[e.index];
  const auto s = std::find_if(t.steps.begin(), t.steps.end(),
                              [&](const trace_step& one) { return one.event == id; });
  return s == t.steps.end() ? no_step : static_cast<std::size_t>(s - t.steps.begin());
}

std::string name(const trace& t, thread_id one) {
  return thread_name(one, one < t.names.size() ? t.names[one] : std::string());
}

// The locks the thread holds there: after the step, or at the run's end.
std::string locks_at(const trace& t, thread_id one, std::size_t step) {
  if (step != no_step) return t.steps[step].held;
  for (auto s = t.steps.rbegin(); s != t.steps.rend(); ++s) {
    if (s->thread == one) return s->held;
  }
  return {};
}

std::string side(const run_view& run, const trace& t, const event& e, std::size_t step) {
  const std::string what =
      step != no_step
          ? t.steps[step].text
          : fmt::format("{} {}, which it has not come to",
                        e.has(event_flag::lock) ? "lock" : operation_words(e),
                        e.location == no_location ? "" : run.objects().name_of(e.location));
  const std::string at = e.where.known() ? to_string(e.where) + "  " : std::string();
  return fmt::format("    {}{}  {}{}\n", name(t, e.thread),
                     step == no_step ? std::string() : fmt::format(", step {}", step + 1), at,
                     what);
}

bool share_a_lock(const std::string& a, const std::string& b) {
  for (std::size_t from = 0; from < a.size();) {
    const std::size_t end = std::min(a.find(", ", from), a.size());
    const std::string lock = a.substr(from, end - from);
    for (std::size_t at = 0; at < b.size();) {
      const std::size_t stop = std::min(b.find(", ", at), b.size());
      if (b.substr(at, stop - at) == lock) return true;
      at = stop + 2;
    }
    from = end + 2;
  }
  return false;
}

std::string lock_words(const trace& t, const critical_pair& p, const std::string& one,
                       const std::string& other) {
  const std::string a = name(t, p.first.thread);
  const std::string b = name(t, p.second.thread);
  if (one.empty() && other.empty()) return "neither thread holds a mutex there";
  if (share_a_lock(one, other)) {
    return fmt::format("both hold mutex {} there: it keeps the two apart, but not in this order",
                       one);
  }
  const auto holds = [](const std::string& who, const std::string& locks) {
    return locks.empty() ? who + " holds no mutex there" : who + " holds mutex " + locks;
  };
  return fmt::format("{}, {}", holds(a, one), holds(b, other));
}

std::size_t step_after(const trace& t, event_id events) {
  for (std::size_t i = 0; i < t.steps.size(); ++i) {
    if (t.steps[i].event != no_event && t.steps[i].event >= events) return i;
  }
  return no_step;
}

}  // namespace

std::string critical_words(const run_view& run, const trace& t, const critical_pair& p) {
  const std::size_t first = step_of(run, t, p.first);
  const std::size_t second = p.to_the_finding ? no_step : step_of(run, t, p.second);
  std::string text = "  critical pair\n" + side(run, t, p.what_first, first);
  if (p.to_the_finding) {
    text += fmt::format("    {}  {}, where the finding is\n", name(t, p.second.thread),
                        to_string(p.what_second.where));
  } else {
    text += side(run, t, p.what_second, second);
  }
  text += "    in this order the run fails; the other way round, and all else as here, it passes\n";
  const std::string locks =
      lock_words(t, p, locks_at(t, p.first.thread, first), locks_at(t, p.second.thread, second));
  return text + fmt::format("    {}\n", locks);
}

std::string stale_words(const run_view& run, const trace& t, const std::vector<oddity>& odd) {
  const graph& g = run.events();
  std::string text;
  for (const oddity& o : odd) {
    if (o.kind != oddity::what::read || o.by_chance) continue;
    const std::size_t step = step_of(run, t, {o.thread, o.at});
    if (step == no_step) continue;
    const event& r = g[t.steps[step].event];
    const auto& order = g.where(r.location).mo;
    const std::uint32_t place = g.mo_place_of(r.rf) + 1;
    if (place >= order.size()) continue;
    const event& newer = g[order[place]];
    const std::string missing =
        missing_order(run, {newer.thread, newer.index}, {r.thread, r.index});
    text += fmt::format(
        "  stale read\n    {}, step {}  {}  {}\n    it may miss the {} at {} by {}, as nothing "
        "orders "
        "that before it: {}\n",
        name(t, o.thread), step + 1, to_string(r.where), t.steps[step].text, operation_words(newer),
        to_string(newer.where), name(t, newer.thread),
        missing.empty() ? "nothing that comes after it is read by the reader before" : missing);
  }
  return text;
}

std::string chance_words(const trace& t, const std::vector<prefix_estimate>& all,
                         const std::vector<event_id>& asked_at) {
  if (all.empty()) return {};
  const auto percent = [](const prefix_estimate& e) {
    return fmt::format("{:.0f} %", 100 * e.failing());
  };
  std::string text = fmt::format("  chance to fail  {} of {} random runs from the start",
                                 all.front().failed, all.front().walks);
  const std::size_t jump = largest_jump(all);
  if (jump == 0) return text + "\n";
  const std::uint32_t decision = all[jump - 1].decisions;
  const std::size_t step = decision < asked_at.size() ? step_after(t, asked_at[decision]) : no_step;
  text +=
      fmt::format("; grows most, from {} to {}, by ", percent(all[jump - 1]), percent(all[jump]));
  if (step == no_step) return text + fmt::format("decision {}\n", decision + 1);
  return text + fmt::format("step {} ({}, {})\n", step + 1, name(t, t.steps[step].thread),
                            to_string(t.steps[step].where));
}

}  // namespace suture::report
