// Probabilistic concurrency testing: random priorities, which change at a few random steps.
//
// Burckhardt, Kothari, Musuvathi, Nagarakatte, "A Randomized Scheduler with Probabilistic
// Guarantees of Finding Bugs", ASPLOS 2010. Threads get distinct random priorities, and the highest
// that can go does; at d - 1 random steps of k the one that would go falls below all others. A bug
// of depth d (d events that must come in one order) is found with a probability of at least
// 1 / (n · k^(d-1)) in each run of n threads.
//
// Deviations: k, the number of steps, is what a profile says of the average run (where there is
// none, a guess), and a step is a decision, for which there must be two who can go. Who yields
// gives way to others for the time being, as in all samplers. What reads see is drawn evenly
// (sampler.hpp), so the guarantee is that of interleavings.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/explore/sampling/sampler.hpp"

namespace suture {

class pct final : public sampler {
 public:
  static constexpr std::uint32_t usual_depth = 3, most_depth = 100;

  pct(std::uint32_t depth, const memory_model& model, const strategy_options& options);

  std::string_view name() const override { return name_; }

 private:
  void begin() override;
  thread_id pick(const run_view& run, std::span<const thread_id> willing) override;
  thread_id highest(std::span<const thread_id> of);
  std::int64_t& priority(thread_id t);

  std::string name_;
  std::uint32_t steps_in_a_run_;
  std::vector<std::uint32_t> changes_;    // steps at which a priority falls, as many as depth - 1
  std::vector<std::int64_t> priorities_;  // by thread; 0: not drawn yet; below 0: has fallen
  std::uint32_t step_ = 0;
  std::int64_t fallen_ = 0;
};

extern const strategy_kind pct_kind;

}  // namespace suture
