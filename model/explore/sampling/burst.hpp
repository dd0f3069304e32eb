// Time slices of random length: a thread goes on for a while before another one does.
//
// What real schedulers do, and what many bugs of locks need: one thread does a great deal while
// another stands between two of its steps. The length of a slice is drawn anew for each run, from
// 2, 4, 8, … 256 steps on average. Source: the "slices" of Musuvathi et al., PLDI 2007, at random.
#pragma once

#include "model/explore/sampling/sampler.hpp"

namespace suture {

class burst final : public sampler {
 public:
  burst(const memory_model& model, const strategy_options& options) : sampler(model, options) {}

  std::string_view name() const override { return "burst"; }

 private:
  static constexpr std::uint32_t lengths = 8;  // 2^1 to 2^8

  void begin() override { length_ = 2U << below(lengths); }
  thread_id pick(const run_view& run, std::span<const thread_id> willing) override;

  std::uint32_t length_ = 2;
};

extern const strategy_kind burst_kind;

}  // namespace suture
