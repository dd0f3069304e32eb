#include "model/explore/explorer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/explore/linearization.hpp"
#include "model/explore/recorder.hpp"
#include "model/explore/replay.hpp"
#include "model/explore/shape_observer.hpp"

namespace suture {

namespace {

using steady = std::chrono::steady_clock;

// How many runs go by between two looks at the clock.
constexpr std::uint64_t look_every = 64;

double seconds_since(steady::time_point begin) {
  return std::chrono::duration<double>(steady::now() - begin).count();
}

// What one replay of a schedule came to.
struct reproduction {
  std::optional<finding> found;
  std::string shape;
  std::uint32_t questions = 0;
};

reproduction reproduce(execution& run, const std::function<void()>& body, const schedule& s,
                       const limits& l) {
  replay strategy(s);
  shape_observer shape;
  run.observe_events(shape);
  run.observe(shape);
  run.run(body, *strategy.next_run(), strategy, l);
  run.forget(shape);
  return {run.found(), shape.shape(), strategy.questions()};
}

bool same(const reproduction& a, const reproduction& b) {
  return a.found.has_value() == b.found.has_value() && a.shape == b.shape &&
         (!a.found || (a.found->kind == b.found->kind && a.found->message == b.found->message));
}

// Turns a failing run into a schedule that reproduces it, and makes sure that it does.
void confirm(execution& run, const std::function<void()>& body, const limits& l,
             exploration& result) {
  const reproduction first = reproduce(run, body, result.decisions, l);
  const reproduction second = reproduce(run, body, result.decisions, l);
  result.fingerprint = first.shape;
  result.questions = first.questions;
  if (first.found && first.found->kind == result.found->kind && same(first, second)) {
    result.found = first.found;
    return;
  }
  result.found = finding{
      std::string(finding_kind::nondeterminism),
      fmt::format("{}: {}; but a replay of the same decisions came out otherwise, so the code "
                  "depends on something Suture does not control",
                  result.found->kind, result.found->message),
      result.found->places,
      {}};
}

// The schedule of a run that was decided by its graph.
schedule schedule_of(execution& run, const std::function<void()>& body, const graph& g,
                     const limits& l) {
  linearization order(g);
  recorder record(order);
  record.begin_run();
  run.run(body, *order.next_run(), record, l);
  return record.taken();
}

}  // namespace

void statistics::count(run_end end, std::uint64_t run_events) {
  switch (end) {
    case run_end::complete:
      ++complete;
      break;
    case run_end::blocked:
      ++blocked;
      break;
    case run_end::moot:
      ++moot;
      break;
    case run_end::abandoned:
      ++abandoned;
      break;
    case run_end::bounded:
      ++bounded;
      break;
    case run_end::failed:
      ++failed;
      break;
  }
  events += run_events;
  longest = std::max(longest, run_events);
}

void statistics::add(const statistics& other) {
  complete += other.complete;
  blocked += other.blocked;
  moot += other.moot;
  abandoned += other.abandoned;
  bounded += other.bounded;
  failed += other.failed;
  events += other.events;
  longest = std::max(longest, other.longest);
  seconds = std::max(seconds, other.seconds);
}

exploration explore(execution& run, const std::function<void()>& body, strategy& s,
                    const limits& l, const budget& b, const progress_callback& progress) {
  exploration result;
  recorder record(s);
  decider& asked = s.decides_by_graph() ? static_cast<decider&>(s) : record;
  const auto begin = steady::now();
  for (std::uint64_t made = 0;; ++made) {
    if (b.runs != 0 && made == b.runs) break;
    if (b.seconds > 0 && made % look_every == 0 && seconds_since(begin) >= b.seconds) break;
    graph* g = s.next_run();
    if (g == nullptr) {
      result.exhausted = s.complete();
      break;
    }
    record.begin_run();
    const run_end end = run.run(body, *g, asked, l);
    const std::optional<finding> found = run.found();
    s.end_run(run, end);
    if (s.restart()) {
      result = {};
      continue;
    }
    result.counts.count(end, g->size());
    const bool first = found && !result.found;
    if (first) {
      result.found = found;
      result.decisions = s.decides_by_graph() ? schedule_of(run, body, *g, l) : record.taken();
      // What was found with refcount changes that commute must be there with ordinary ones.
      const bool real = !s.counts_blind() || (run.found() && run.found()->kind == found->kind);
      if (!real && s.refuse_all_blind() && s.restart()) {
        result = {};
        continue;
      }
    }
    if (first && b.stop_at_first) break;
    if (progress && made % look_every == 0) {
      result.counts.seconds = seconds_since(begin);
      if (!progress(result.counts)) break;
    }
  }
  if (result.found) confirm(run, body, l, result);
  result.counts.seconds = seconds_since(begin);
  return result;
}

}  // namespace suture
