// The outcome of a litmus test as text.
#pragma once

#include <iosfwd>

#include "litmus/explore.hpp"

namespace suture::litmus {

struct print_options {
  bool counts = true;  // behind each state, its executions, as a comment that herd7's tools skip
};

// As herd7 prints it, then lines of our own: the number of executions, and the data race if there
// is one. An empty line ends it. Nothing printed depends on time or place.
void print(std::ostream& out, const test& t, const observations& seen,
           const print_options& options = {});

}  // namespace suture::litmus
