// The uniform random walk: at each decision every answer the model allows is equally likely.
#pragma once

#include "model/explore/rng.hpp"
#include "model/explore/strategy.hpp"

namespace suture {

// Run i under a seed is the same whatever ran before it: its generator is seeded by both.
class random_walk final : public strategy {
 public:
  // Makes runs `first`, first + step, first + 2·step, …, so that several can share a sample.
  random_walk(std::uint64_t seed, const memory_model& model, std::uint64_t first = 0,
              std::uint64_t step = 1)
      : seed_(seed), latest_only_(model.interleaves()), run_(first), step_(step) {}

  std::string_view name() const override { return "random"; }
  graph* next_run() override;
  thread_id pick_thread(execution& run) override;
  read_choice pick_read(execution& run, const event& proto) override;
  std::uint32_t pick_place(execution& run, const event& proto) override;
  std::uint32_t pick_choice(execution& run, std::uint32_t n) override;

 private:
  std::uint64_t seed_;
  bool latest_only_;   // the order of the run is the order of the interleaving
  std::uint64_t run_;  // the next
  std::uint64_t step_;
  rng random_;
  graph graph_;
};

}  // namespace suture
