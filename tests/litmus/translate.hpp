// A litmus test in the language of tests/oracle, which knows nothing of the engine.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "litmus/test.hpp"
#include "tests/oracle/axioms.hpp"
#include "tests/oracle/program.hpp"

namespace suture::litmus {

// Locals are registers of the same number, locations have theirs; both are followed by the
// translation's own. Plain data is a relaxed atomic: that is what it may do where nobody races.
struct translation {
  oracle::program program;
  std::optional<std::string> missing;  // what the oracle has no word for, if anything
};

// Under `sc` every atomic operation is seq_cst, so that they all synchronise.
translation translate(const test& t, oracle::model m);

}  // namespace suture::litmus
