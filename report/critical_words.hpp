// What decides a run, in words.
#pragma once

#include <string>
#include <vector>

#include "model/explore/explaining/critical_pair.hpp"
#include "model/explore/explaining/prefixes.hpp"
#include "report/trace.hpp"

namespace suture::report {

// The two events with their sites, which locks are held there, and what that says of an order
// between them. `t` is the trace of `run`, just ended, which is the failing one. Several lines.
std::string critical_words(const run_view& run, const trace& t, const critical_pair& p);

// Of each stale read that the run needs (see plan.hpp): what it does not see, and why it need not.
std::string stale_words(const run_view& run, const trace& t, const std::vector<oddity>& odd);

// How the chance to fail grows, with its largest jump. `asked_at`: of the run's questions, the
// number of events that there were.
std::string chance_words(const trace& t, const std::vector<prefix_estimate>& all,
                         const std::vector<event_id>& asked_at);

}  // namespace suture::report
