// Drawing cases, and making a failing one small.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "scenarios/generated/case.hpp"

namespace scenarios::generated {

// What may be drawn.
struct range {
  const container* of = nullptr;
  int least_threads = 2;
  int most_threads = 3;
  int most_steps = 4;        // of a thread
  bool told = true;          // some of the cases: threads tell each other what they have done
  std::string without = {};  // of every case
};

// The case of that number among those that `seed` stands for. Each can be drawn without the others.
// Keys collide, sizes are near those at which the container resizes.
test_case draw(const range& from, std::uint64_t seed, std::uint64_t number);

// So many steps with the container, drawn as those of a case are: for one thread to do.
std::vector<step> draw_steps(const container& of, std::size_t count, std::uint64_t seed,
                             std::uint64_t number);

// What a case may be replaced by to make it smaller, best first: without a thread, without a step,
// without what was there before, with smaller arguments. Every one of them is smaller, so that
// replacing comes to an end.
std::vector<test_case> smaller(const test_case& c);

struct shrunk {
  test_case smallest;
  std::uint64_t tries = 0;
};

// The smallest case that RapidCheck's shrinking comes to from `c`, of which `fails` is true. Asks
// at most `most_tries` times.
shrunk shrink(const test_case& c, const std::function<bool(const test_case&)>& fails,
              std::uint64_t most_tries = 500);

}  // namespace scenarios::generated
