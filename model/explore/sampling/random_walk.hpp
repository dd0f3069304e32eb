// The uniform random walk: at each decision every thread that can go is equally likely.
#pragma once

#include "model/explore/sampling/sampler.hpp"

namespace suture {

class random_walk final : public sampler {
 public:
  random_walk(const memory_model& model, const strategy_options& options)
      : sampler(model, options) {}
  // Makes runs `first`, first + step, first + 2·step, … under the seed.
  random_walk(std::uint64_t seed, const memory_model& model, std::uint64_t first = 0,
              std::uint64_t step = 1)
      : random_walk(model, {.seed = seed, .first_sample = first, .sample_step = step}) {}

  std::string_view name() const override { return "random"; }

 private:
  thread_id pick(const run_view&, std::span<const thread_id> willing) override {
    return any_of(willing);
  }
};

extern const strategy_kind random_walk_kind;

}  // namespace suture
