// What is known of a strategy by its name, before one is made.
//
// Each strategy has one of these beside it, and the list of them all is in make_strategy.cpp.
// Nobody else knows strategies by name: options, help, workers and verdicts ask for traits.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "model/explore/strategy.hpp"
#include "model/graph/memory_model.hpp"

namespace suture {

struct profile;

struct strategy_options {
  std::uint64_t seed = 1;
  // Of those that sample: which runs under the seed are made (sampling/sampler.hpp).
  std::uint64_t first_sample = 0;
  std::uint64_t sample_step = 1;
  // exhaustive: how often in a run a weak compare-exchange may fail although it could succeed.
  std::uint32_t spurious_failures = 1;
  bool blind = true;  // exhaustive: treat unread refcount changes as commuting
  // Of those that learn: what runs of the program look like (sampling/profile.hpp); may be null.
  std::shared_ptr<const profile> known = {};
};

struct strategy_traits {
  bool samples = false;    // draws its runs: there is always another, and none proves anything
  bool divisible = false;  // its runs can be divided among workers and machines
  bool resumable = false;  // can go on from a checkpoint
  bool bounded = false;    // leaves executions out, also when it comes to its end
  bool learns = false;     // does better with a profile of the program
};

struct strategy_kind {
  std::string_view name;
  std::string_view argument = {};  // what must stand behind "name:", as an example; or nothing
  std::string_view summary = {};   // one line for a list of strategies
  strategy_traits traits = {};
  // Throws std::invalid_argument where the argument (what stands behind the colon) is wrong.
  std::unique_ptr<strategy> (*make)(std::string_view argument, memory_model& model,
                                    const strategy_options& options) = nullptr;
};

// strategy_kind::make of one that takes no argument.
template <class Strategy>
std::unique_ptr<strategy> make_sampler(std::string_view, memory_model& model,
                                       const strategy_options& options) {
  return std::make_unique<Strategy>(model, options);
}

}  // namespace suture
