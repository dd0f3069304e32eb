// What all strategies have in common that draw their runs.
//
// Run i under a seed is the same whatever was run before it, so that several workers can share a
// sample: its generator is seeded by both. What a read sees, where a write goes and what a choice
// is are drawn evenly from what the memory model allows. Who goes on is each strategy's own.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/explore/strategy_kind.hpp"
#include "model/rng.hpp"

namespace suture {

class sampler : public strategy {
 public:
  graph* next_run() final;
  // Run number `number` under the seed.
  graph* begin_run(std::uint64_t number);

  thread_id pick_thread(const run_view& run) final;
  read_choice pick_read(const run_view& run, const event& proto) final;
  std::uint32_t pick_place(const run_view& run, const event& proto) final;
  std::uint32_t pick_choice(const run_view& run, std::uint32_t n) final;

 protected:
  sampler(const memory_model& model, const strategy_options& options);

  // A run begins: draws what holds for all of it.
  virtual void begin() {}
  // Which of these goes on? There is at least one.
  virtual thread_id pick(const run_view& run, std::span<const thread_id> willing) = 0;

  rng& random() { return random_; }
  std::uint32_t below(std::uint32_t n) { return random_.below(n); }
  thread_id any_of(std::span<const thread_id> some) {
    return some[below(static_cast<std::uint32_t>(some.size()))];
  }

 private:
  std::span<const thread_id> willing(const run_view& run);

  std::uint64_t seed_;
  std::uint64_t run_;  // the next
  std::uint64_t step_;
  bool latest_only_;  // the order of the run is the order of the interleaving
  rng random_;
  graph graph_;
  std::vector<thread_id> willing_;
};

}  // namespace suture
