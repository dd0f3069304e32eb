// A run of a body with given decisions, recorded for a report.
#pragma once

#include <functional>
#include <utility>

#include "checkers/standard.hpp"
#include "model/engine/execution.hpp"
#include "model/explore/replay.hpp"
#include "report/trace_recorder.hpp"

namespace suture {

// Calls look(run, trace) while the run's graph is there, and gives what that gives.
template <class Look>
auto look_at_run(const std::function<void()>& body, schedule decisions, Look look) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  report::trace_recorder recorder;
  recorder.attach(run);
  standard_checkers checkers;
  checkers.attach(run);
  replay follow(std::move(decisions));
  run.run(body, *follow.next_run(), follow, limits{});
  return look(run, recorder.take(run));
}

}  // namespace suture
