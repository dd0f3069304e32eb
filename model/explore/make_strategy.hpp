// Strategies by name, as they are written on the command line and in options.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/explore/strategy.hpp"

namespace suture {

struct strategy_options {
  std::uint64_t seed = 1;
  // random: which runs under the seed are made (random_walk.hpp).
  std::uint64_t first_sample = 0;
  std::uint64_t sample_step = 1;
  // exhaustive: how often in a run a weak compare-exchange may fail although it could succeed.
  std::uint32_t spurious_failures = 1;
  bool blind = true;  // exhaustive: treat unread refcount changes as commuting
};

// Throws std::invalid_argument that says what was wrong with `text` and what would be right.
std::unique_ptr<strategy> make_strategy(std::string_view text, memory_model& model,
                                        const strategy_options& options);

// "random", "exhaustive", "bounded:N", …: for messages and completion.
const std::vector<std::string>& strategy_names();

}  // namespace suture
