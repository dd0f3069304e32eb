// Checking one variant on one of the backends. Called in a process of its own, which the code under
// test may take down with it: what that comes to is what `died` says.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "cli/check_options.hpp"
#include "cli/isolated.hpp"
#include "report/json.hpp"
#include "scenarios/scenario.hpp"

namespace cli {

// Called now and then with the number of runs so far.
using report_runs = std::function<void(std::uint64_t runs)>;

// A search that can be taken up again.
struct resumption {
  std::string from;  // a line that `keep` was given before; empty: from the beginning
  std::function<void(const std::string& line)> keep;  // may be empty
};

// Throws wrong_use where the search to take up is of other code.
suture::report::outcome check_on_engine(const scenarios::variant& v, const check_options& o,
                                        const report_runs& progress, const resumption& resumed);
// Under Relacy's random, bounded and full schedulers in turn, until one finds something. Its
// verdict is `verified` where `full` came to its end.
suture::report::outcome check_on_relacy(const scenarios::variant& v, const check_options& o,
                                        const report_runs& progress);
// Run after run with real threads.
suture::report::outcome check_natively(const scenarios::variant& v, const check_options& o,
                                       const report_runs& progress);

suture::report::outcome check(const scenarios::variant& v, const check_options& o,
                              const report_runs& progress, const resumption& resumed);

// The outcome where the process ended before it had one.
suture::report::outcome died(const scenarios::variant& v, const check_options& o,
                             const isolated_end& end);

// Names, expectation and nothing else.
suture::report::outcome blank(const scenarios::variant& v, const check_options& o);
// Sets `as_expected` by what is there.
void compare(suture::report::outcome& o, const check_options& how);

}  // namespace cli
