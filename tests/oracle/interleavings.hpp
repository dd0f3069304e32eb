#pragma once

// Sequential consistency a second time, as Lamport put it: some interleaving of the threads, each
// read giving the last write. Knows neither relations nor axioms, so the two check each other.

#include "tests/oracle/enumerate.hpp"

namespace suture::oracle {

/// What enumerate(p, model::sc) must give, by running every interleaving of the program.
outcome_set enumerate_interleavings(const program& p);

}  // namespace suture::oracle
