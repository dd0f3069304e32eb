// The property that the exhaustive search is held to, on families of random programs.
#pragma once

#include <vector>

#include "tests/oracle/generate.hpp"
#include "tests/support/all_runs.hpp"

namespace suture::testing {

struct family {
  const char* name;
  oracle::shape shape;
  int programs;  // how many are tried each time
};

// Over ten thousand programs in all.
const std::vector<family>& families();

// To be checked by RapidCheck: on a random program the search sees every execution that the memory
// model allows, complete and blocked, no other, and each once.
void sees_what_the_oracle_lists(program_runner& runner, const oracle::shape& s);

}  // namespace suture::testing
