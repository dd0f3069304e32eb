// The programs that Suture and Relacy both run, and what one side took for them.
#pragma once

#include <cstdint>
#include <string_view>

namespace versus {

enum class program : std::uint8_t {
  fetch_add_2x3,
  fetch_add_3x2,
  fetch_add_3x3,
  mutex_3x2,
  mutex_3x3,
  fetch_add_5x2000,
  mutex_5x2000,
  treiber_2,  // two threads, each push; pop, as relacy.md's yardstick has it: weak CAS
};

struct measured {
  std::uint64_t executions = 0;
  double seconds = 0;
  bool complete = false;  // searched whole
};

// `executions` random ones, or the complete search.
measured suture_random(program p, std::uint64_t executions);
measured suture_search(program p);
measured relacy_random(program p, std::uint64_t executions);
measured relacy_search(program p);

}  // namespace versus
