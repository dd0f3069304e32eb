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
  // Rounds that a loop may go; one that repeats the thread's state is not gone round again anyway.
  std::uint32_t unroll = 64;
};

struct observations {
  // How many executions end in each state; a state is the values of what the test shows.
  std::map<std::vector<value>, std::uint64_t> states;
  std::uint64_t positive = 0;  // executions that satisfy the condition
  std::uint64_t negative = 0;
  std::uint64_t filtered = 0;     // left out by the test's filter
  std::uint64_t same = 0;         // differ from another one in the order of operands only
  std::uint64_t repeated = 0;     // left out because a loop repeated its state: see rounds.hpp
  bool unrolled_too_far = false;  // a loop was cut off after bounds::unroll rounds
  statistics counts;
  bool exhausted = false;  // every execution was looked at
  // What makes the program undefined, if anything: the first data race found, "x: P0 writes at …,
  // P1 reads at …"; or something else, "P0 divides by zero at …".
  std::optional<std::string> race, undefined;
};

// The kind of the finding in the latter case.
inline constexpr std::string_view undefined_behaviour = "undefined";

enum class verdict : std::uint8_t {
  ok,         // the condition is as the test says
  no,         // it is not
  undefined,  // there is a data race or other undefined behaviour: the program has no meaning
  unknown,    // a bound cut the search off before the answer was certain
};

// `memory` is the name of a memory model. Throws std::invalid_argument for any other name,
// std::runtime_error if the engine objects to the test.
observations explore_test(const test& t, std::string_view memory, const bounds& b = {});

verdict verdict_of(const test& t, const observations& seen);

}  // namespace suture::litmus
