// The execution graph of a run as Graphviz draws it.
#pragma once

#include <string>

#include "model/run/run_view.hpp"
#include "report/trace.hpp"

namespace suture::report {

// A digraph in the DOT language: a cluster for each thread, a node for each event that traces show,
// and edges for program order (po), reads-from (rf), modification order (mo), from-read (fr: the
// write that a read comes before) and synchronises-with (sw). The steps that the finding rests on
// are red. `t` is the trace of `run`, just ended. The same run gives the same bytes.
std::string to_dot(const run_view& run, const trace& t);

}  // namespace suture::report
