// Of two accesses that nothing orders: what comes nearest to ordering them.
//
// Where a write that one thread makes after its access is read by the other before its own, an
// order is missing at the write, at the read or at both. That is the place to mend more often than
// the accesses are.
#pragma once

#include <string>

#include "model/run/run_view.hpp"
#include "report/trace.hpp"

namespace suture::report {

// Lines to put under the finding's message, each with its end: "almost ordered: the fetch_add at
// x.cpp:20 (relaxed) by thread 1 does not release, the load at x.cpp:31 (acquire) by thread 2 that
// reads it acquires"; or that nothing is read across, and which locks are held at either. Empty for
// a finding that is not one of order. `t` is the trace of `run`, just ended.
std::string almost_ordered(const run_view& run, const trace& t);

// What one thread reads, before `later`, of what another wrote after `earlier`, and which order is
// missing there: "the store (relaxed) of flag at … does not release, the load …". Empty where
// nothing is read across.
std::string missing_order(const run_view& run, moment earlier, moment later);

}  // namespace suture::report
