// The default answers that a schedule deviates from (schedule/decision.hpp).
#pragma once

#include <algorithm>

#include "model/run/run_view.hpp"

namespace suture {

inline thread_id default_thread(const run_view& run) {
  const auto enabled = run.enabled();
  const bool goes_on = std::find(enabled.begin(), enabled.end(), run.previous()) != enabled.end();
  const auto willing = [&](thread_id t) { return !run.gives_way(t) && !run.thread(t).rests; };
  if (goes_on && willing(run.previous())) return run.previous();
  for (const thread_id t : enabled) {
    if (willing(t)) return t;
  }
  return goes_on ? run.previous() : enabled.front();
}

// Place in modification order ↔ answer.
inline std::uint32_t answer_of(const graph& g, location_id l, read_choice choice) {
  const std::uint32_t last = static_cast<std::uint32_t>(g.where(l).mo.size()) - 1;
  return 2 * (last - g.mo_place_of(choice.rf)) + (choice.spurious ? 1 : 0);
}
inline read_choice choice_of(const graph& g, location_id l, std::uint32_t answer) {
  const auto& mo = g.where(l).mo;
  const std::size_t back = std::min<std::size_t>(answer / 2, mo.size() - 1);
  return {mo[mo.size() - 1 - back], answer % 2 == 1};
}

}  // namespace suture
