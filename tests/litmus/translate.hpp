// A litmus test in the language of tests/oracle, which knows nothing of the engine.
//
// The oracle has no assignment, and an event in its place (a private location read) would not be
// free: rc11 tells whether program order goes by way of another location. So locals are followed
// symbolically along each path through a thread, and only what accesses memory is translated.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "litmus/test.hpp"
#include "tests/oracle/axioms.hpp"
#include "tests/oracle/program.hpp"

namespace suture::litmus {

// What the locals of a thread hold at its end, as a decision tree over the oracle's registers.
// These are assigned once each, so the branches taken can be told at the end.
struct final_locals {
  std::vector<oracle::expression> values;  // of a leaf, by local
  // Of an inner node: which register is compared with what, and the two ways to go on.
  unsigned tested = 0;
  oracle::value_type constant = 0;
  std::unique_ptr<final_locals> if_equal, if_not;

  std::vector<value> of(const std::vector<oracle::value_type>& registers) const;
};

// Locations keep their numbers.
struct translation {
  oracle::program program;
  std::vector<final_locals> locals;    // by thread
  std::optional<std::string> missing;  // what the oracle has no word for, if anything
};

// Under `sc` every atomic operation is seq_cst, so that they all synchronise.
translation translate(const test& t, oracle::model m);

}  // namespace suture::litmus
