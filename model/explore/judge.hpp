// One run of a search, made and judged: what a lone search and the workers of a divided one share.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "model/engine/execution.hpp"
#include "model/explore/recorder.hpp"
#include "model/explore/strategy.hpp"
#include "model/schedule/decision.hpp"

namespace suture {

// A finding with the run that shows it.
struct discovery {
  finding what;
  schedule decisions;
  std::uint32_t questions = 0;  // that the run asked
  std::string fingerprint;      // of the run's events: see shape.hpp
  // Where the run stood still and the watchdog ended it: after so many operations.
  std::uint64_t stuck_after = pulse::never;
};

struct judgement {
  run_end end = run_end::complete;
  std::uint32_t events = 0;
  std::size_t held = 0;       // see strategy::held
  std::uint32_t watched = 0;  // plain objects that were made
  bool restart = false;  // the run does not count, nor do those before it: the search begins anew
  bool interrupted = false;  // the time was over: the run does not count
  std::optional<discovery> found;
};

class judge {
 public:
  // `run` must have its checkers attached. All must live as long as the judge.
  judge(execution& run, const std::function<void()>& body, strategy& s, const limits& l);

  // Makes the run along `g`, which s.next_run() gave, and ends it. Where it has a finding and that
  // is `wanted`, it is turned into a schedule and replayed twice; where a replay differs, that is
  // the finding: the code depends on more than its schedule.
  judgement make(graph& g, bool wanted);

  // What the run with these decisions shows; as above, but that it is expected to show `kind`.
  discovery tell(const schedule& decisions, const finding& expected,
                 std::uint64_t stuck_after = pulse::never);

 private:
  schedule decisions_of(const graph& g, bool endless);

  execution& run_;
  const std::function<void()>& body_;
  strategy& strategy_;
  const limits limits_;
  recorder record_;
};

}  // namespace suture
