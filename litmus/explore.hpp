// A litmus test on the engine: every execution of a memory model, each once.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "litmus/test.hpp"
#include "model/explore/explorer.hpp"

namespace suture::litmus {

struct bounds {
  std::uint64_t runs = 0;  // 0: none
  double seconds = 0;      // 0: none
};

struct observations {
  // How many executions end in each state; a state is the values of what the test shows.
  std::map<std::vector<value>, std::uint64_t> states;
  std::uint64_t positive = 0;  // executions that satisfy the condition
  std::uint64_t negative = 0;
  std::uint64_t filtered = 0;  // left out by the test's filter
  statistics counts;
  bool exhausted = false;           // every execution was looked at
  std::optional<std::string> race;  // the first data race found: "x: P0 writes at …, P1 reads at …"
};

enum class verdict : std::uint8_t {
  ok,         // the condition is as the test says
  no,         // it is not
  undefined,  // there is a data race: the program has no meaning
  unknown,    // a bound cut the search off before the answer was certain
};

// `memory` is the name of a memory model, "rc11" or "sc". Throws std::invalid_argument for any
// other name, std::runtime_error if the engine objects to the test.
observations explore_test(const test& t, std::string_view memory, const bounds& b = {});

verdict verdict_of(const test& t, const observations& seen);

}  // namespace suture::litmus
