// One run made along a schedule or a plan, and all that is to be known of it.
#pragma once

#include <functional>
#include <optional>

#include "model/engine/execution.hpp"
#include "model/explore/shrinking/plan.hpp"
#include "model/explore/shrinking/shrink.hpp"
#include "model/explore/strategy.hpp"
#include "model/schedule/decision.hpp"

namespace suture {

struct attempt {
  std::optional<finding> found;
  plan carried_out;
  schedule decisions;
  complexity cost;
};

// `g` is the run that `s` has given (next_run).
attempt attempt_of(execution& run, const std::function<void()>& body, const limits& l, strategy& s,
                   graph& g);

}  // namespace suture
