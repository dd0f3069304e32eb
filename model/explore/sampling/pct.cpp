#include "model/explore/sampling/pct.hpp"

#include <algorithm>

#include "model/explore/make_strategy.hpp"
#include "model/explore/sampling/profile.hpp"

namespace suture {

namespace {

constexpr std::uint32_t guessed_steps = 100;

std::unique_ptr<strategy> make(std::string_view argument, memory_model& model,
                               const strategy_options& options) {
  return std::make_unique<pct>(number_behind("pct", argument, "events that a bug needs in order", 1,
                                             pct::most_depth, "pct:3"),
                               model, options);
}

}  // namespace

pct::pct(std::uint32_t depth, const memory_model& model, const strategy_options& options)
    : sampler(model, options),
      name_("pct:" + std::to_string(depth)),
      steps_in_a_run_(options.known ? options.known->decisions_in_a_run() : guessed_steps),
      changes_(depth - 1) {}

void pct::begin() {
  for (std::uint32_t& at : changes_) at = 1 + below(steps_in_a_run_);
  priorities_.clear();
  step_ = 0;
  fallen_ = 0;
}

// Distinct but for one case in 2^62, where the older thread goes first.
std::int64_t& pct::priority(thread_id t) {
  if (priorities_.size() <= t) priorities_.resize(t + 1, 0);
  if (priorities_[t] == 0) priorities_[t] = static_cast<std::int64_t>(random().next() >> 2U) + 1;
  return priorities_[t];
}

thread_id pct::highest(std::span<const thread_id> of) {
  thread_id best = of.front();
  for (const thread_id t : of) {
    if (priority(t) > priority(best)) best = t;
  }
  return best;
}

thread_id pct::pick(const run_view&, std::span<const thread_id> willing) {
  ++step_;
  for (auto falls = std::count(changes_.begin(), changes_.end(), step_); falls > 0; --falls) {
    priority(highest(willing)) = --fallen_;
  }
  return highest(willing);
}

constinit const strategy_kind pct_kind{
    .name = "pct",
    .argument = "3",
    .summary = "random priorities, which change N - 1 times in a run: bugs of depth N",
    .traits = {.samples = true, .divisible = true, .learns = true},
    .make = make};

}  // namespace suture
