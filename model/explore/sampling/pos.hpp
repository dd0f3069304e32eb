// Partial order sampling: each pending event has a random priority, and the highest goes.
//
// Yuan, Yang, Gu, "Partial Order Aware Concurrency Sampling", CAV 2018. Once an event has been
// carried out, those pending that race with it (the same location, one of them writes) draw new
// priorities; the others keep theirs. Independent events so do not water the sample down.
//
// Deviation: of an event that is carried out while nobody else can go nothing is noted; whoever
// waits for it draws anew when it comes to its next event.
#pragma once

#include <cstdint>
#include <vector>

#include "model/explore/sampling/sampler.hpp"

namespace suture {

class pos final : public sampler {
 public:
  pos(const memory_model& model, const strategy_options& options) : sampler(model, options) {}

  std::string_view name() const override { return "pos"; }

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFF;
  struct drawn {
    std::uint32_t event = none;  // for which event of the thread
    std::uint64_t priority = 0;
  };

  void begin() override { drawn_.clear(); }
  thread_id pick(const run_view& run, std::span<const thread_id> willing) override;
  std::uint64_t priority(const run_view& run, thread_id t);

  std::vector<drawn> drawn_;  // by thread
};

extern const strategy_kind pos_kind;

}  // namespace suture
