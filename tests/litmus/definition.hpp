// What a litmus test may do, by definition: from the axioms of tests/oracle, without the engine.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "litmus/test.hpp"
#include "tests/oracle/axioms.hpp"

namespace suture::litmus {

struct defined_outcome {
  std::map<std::vector<value>, std::uint64_t> states;  // as observations::states
  std::uint64_t positive = 0;
  std::uint64_t negative = 0;
  std::uint64_t filtered = 0;
  bool race = false;  // in some execution; the other fields then mean nothing
};

// Nothing where the oracle cannot express the test.
std::optional<defined_outcome> define(const test& t, oracle::model m);

}  // namespace suture::litmus
