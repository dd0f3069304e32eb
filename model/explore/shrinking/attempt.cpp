#include "model/explore/shrinking/attempt.hpp"

#include "model/engine/process/leaks_untold.hpp"
#include "model/explore/recorder.hpp"
#include "model/explore/shrinking/planned_run.hpp"

namespace suture {

namespace {

// Beginning and end of a thread are no decisions, and a switch to or from them is none either.
bool is_decided(const event& e) {
  switch (e.kind) {
    case event_kind::create:
    case event_kind::start:
    case event_kind::join:
    case event_kind::end:
    case event_kind::poll:
      return false;
    default:
      return true;
  }
}

std::uint32_t switches_of(const graph& g) {
  std::uint32_t switches = 0;
  thread_id last = no_thread;
  for (event_id id = 0; id < g.size(); ++id) {
    const event& e = g[id];
    if (!is_decided(e)) continue;
    if (last != no_thread && last != e.thread) ++switches;
    last = e.thread;
  }
  return switches;
}

}  // namespace

attempt attempt_of(execution& run, const std::function<void()>& body, const limits& l, strategy& s,
                   graph& g) {
  plan_recorder planned(s);
  recorder record(planned);
  record.begin_run();
  run_end end{};
  {
    const leaks_untold here;
    end = run.run(body, g, record, l);
  }
  s.end_run(run, end);
  attempt result{run.found(), planned.taken(), record.taken(), {}};
  result.cost.switches = switches_of(g);
  result.cost.odd = static_cast<std::uint32_t>(result.carried_out.odd.size());
  result.cost.decisions = static_cast<std::uint32_t>(result.decisions.size());
  result.cost.events = g.size();
  return result;
}

}  // namespace suture
