#include "model/explore/sampling/burst.hpp"

#include <algorithm>

namespace suture {

thread_id burst::pick(const run_view& run, std::span<const thread_id> willing) {
  const bool may_stay = std::find(willing.begin(), willing.end(), run.previous()) != willing.end();
  return may_stay && below(length_) != 0 ? run.previous() : any_of(willing);
}

constinit const strategy_kind burst_kind{
    .name = "burst",
    .summary = "a thread goes on for a while: time slices of random length",
    .traits = {.samples = true, .divisible = true},
    .make = make_sampler<burst>};

}  // namespace suture
