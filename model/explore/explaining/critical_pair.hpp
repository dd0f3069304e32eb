// The two events whose order decides whether a run fails.
//
// Of a failing run, latest first, each pair of conflicting events is tried the other way round: the
// first one's thread is held before it until the other has been carried out, and all else goes on
// as planned. The first pair whose swapped run comes to its end without a finding is the critical
// one: no later pair decides. What a thread was about to do when the run ended counts as an event,
// for that is what a blocked thread, or one that comes too late, has to show.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "model/engine/execution.hpp"
#include "model/explore/shrinking/plan.hpp"

namespace suture {

// An event by its identity, which is the same in the swapped run.
struct event_name {
  thread_id thread = 0;
  std::uint32_t index = 0;
};

struct critical_pair {
  event_name first, second;  // in the order in which they fail
  event what_first, what_second;
  bool to_the_finding = false;  // `second` is no event, but where the run ended with its finding
  std::uint32_t tried = 0;      // swapped runs
};

// None where no single swap passes. `p` is the plan of the failing run; `most`: swapped runs.
std::optional<critical_pair> find_critical_pair(execution& run, const std::function<void()>& body,
                                                const limits& l, const plan& p,
                                                std::uint32_t most = 400);

// Does the run pass in which `second` is carried out before `first`? False where it cannot be.
bool passes_swapped(execution& run, const std::function<void()>& body, const limits& l,
                    const plan& p, event_name first, event_name second);

}  // namespace suture
