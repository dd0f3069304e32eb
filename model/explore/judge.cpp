#include "model/explore/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "model/engine/process/foreign.hpp"
#include "model/engine/process/leaks_untold.hpp"
#include "model/engine/process/watchdog.hpp"
#include "model/explore/linearization.hpp"
#include "model/explore/replay.hpp"
#include "model/explore/shape_observer.hpp"

namespace suture {

namespace {

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

// Of two accesses that nothing orders, either may come first, and what the second meets gives the
// finding its name. A search that follows a graph carries them out in another order than the
// interleaving that is made of it.
bool of_one_sort(const std::string& a, const std::string& b) {
  static constexpr std::string_view unordered[] = {
      finding_kind::race, finding_kind::use_after_free, finding_kind::double_free,
      finding_kind::retired_access, finding_kind::uninitialised_read};
  const auto is_unordered = [&](const std::string& kind) {
    return std::find(std::begin(unordered), std::end(unordered), kind) != std::end(unordered);
  };
  return a == b || (is_unordered(a) && is_unordered(b));
}

// Did refcount changes that commute play a part in the run?
bool counted_blind(const graph& g) {
  for (location_id l = 0; l < g.location_count(); ++l) {
    if (!g.where(l).counts.empty()) return true;
  }
  return false;
}

}  // namespace

judge::judge(execution& run, const std::function<void()>& body, strategy& s, const limits& l)
    : run_(run), body_(body), strategy_(s), limits_(l), record_(s) {}

judgement judge::make(graph& g, bool wanted) {
  record_.begin_run();
  const bool by_graph = strategy_.decides_by_graph();
  decider& asked = by_graph ? static_cast<decider&>(strategy_) : record_;
  judgement result;
  result.end = run_.run(body_, g, asked, limits_);
  result.events = g.size();
  result.held = strategy_.held();
  result.watched = std::max(run_.objects().plain_count(), foreign::watched());
  const std::optional<finding> found = run_.found();
  if (run_.interrupted() && !found) {
    result.interrupted = true;
    return result;
  }
  strategy_.end_run(run_, result.end);
  result.restart = strategy_.restart();
  if (result.restart || !found || !wanted) return result;
  // From here on time does not count: a finding is worth its replays. But one that stood still for
  // seconds need not do so for as long again.
  const timeless for_now(run_.vital_signs());
  const leaks_untold known_already;
  const std::uint64_t stuck_after = run_.stuck_after();
  const hurry replays(run_.vital_signs(), stuck_after);
  // What was found with refcount changes that commute must be there with ordinary ones. Without
  // any, a finding that does not come back is one of nondeterminism.
  const bool doubtful = counted_blind(g) && found->kind != finding_kind::nondeterminism;
  const schedule decisions =
      by_graph ? decisions_of(g, found->kind == finding_kind::timeout) : record_.taken();
  const bool real = !doubtful || (run_.found() && of_one_sort(run_.found()->kind, found->kind));
  if (!real && strategy_.refuse_all_blind() && strategy_.restart()) {
    result.restart = true;
  } else {
    result.found = tell(decisions, *found, stuck_after);
  }
  return result;
}

// The schedule of a run that was decided by its graph.
schedule judge::decisions_of(const graph& g, bool endless) {
  linearization order(g, endless);
  recorder record(order);
  record.begin_run();
  run_.run(body_, *order.next_run(), record, limits_);
  return record.taken();
}

discovery judge::tell(const schedule& decisions, const finding& expected,
                      std::uint64_t stuck_after) {
  const reproduction first = reproduce(run_, body_, decisions, limits_);
  const reproduction second = reproduce(run_, body_, decisions, limits_);
  discovery result{expected, decisions, first.questions, first.shape, stuck_after};
  if (first.found && of_one_sort(first.found->kind, expected.kind) && same(first, second)) {
    result.what = *first.found;
    return result;
  }
  result.what = finding{
      std::string(finding_kind::nondeterminism),
      fmt::format("{}: {}; but a replay of the same decisions came out otherwise, so the code "
                  "depends on something Suture does not control",
                  expected.kind, expected.message),
      expected.places,
      {}};
  return result;
}

}  // namespace suture
