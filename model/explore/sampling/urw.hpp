// Uniform random walk over interleavings: who has more left to do is more likely to go on.
//
// Zhao, Wolff, Mathur, Roychoudhury, "Selectively Uniform Concurrency Testing", ASPLOS 2025: where
// a thread is drawn with a probability in proportion to the events it and its children have left,
// every interleaving is as likely as every other. A walk that draws threads evenly hardly ever lets
// one of many short threads come last.
//
// Deviation: how many are left is what a profile says of the average run; without one all threads
// are alike.
#pragma once

#include <memory>

#include "model/explore/sampling/profile.hpp"
#include "model/explore/sampling/sampler.hpp"

namespace suture {

class urw final : public sampler {
 public:
  urw(const memory_model& model, const strategy_options& options);

  std::string_view name() const override { return "urw"; }

 private:
  thread_id pick(const run_view& run, std::span<const thread_id> willing) override;

  std::shared_ptr<const profile> known_;
};

extern const strategy_kind urw_kind;

}  // namespace suture
