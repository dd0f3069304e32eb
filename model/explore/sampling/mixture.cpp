#include "model/explore/sampling/mixture.hpp"

#include "model/explore/sampling/burst.hpp"
#include "model/explore/sampling/pct.hpp"
#include "model/explore/sampling/pos.hpp"
#include "model/explore/sampling/random_walk.hpp"
#include "model/explore/sampling/surw.hpp"
#include "model/explore/sampling/urw.hpp"

namespace suture {

mixture::mixture(memory_model& model, const strategy_options& options)
    : all_{std::make_unique<random_walk>(model, options),
           std::make_unique<pct>(pct::usual_depth, model, options),
           std::make_unique<pos>(model, options),
           std::make_unique<surw>(model, options),
           std::make_unique<urw>(model, options),
           std::make_unique<burst>(model, options)},
      run_(options.first_sample),
      step_(options.sample_step) {}

graph* mixture::next_run() {
  now_ = all_[run_ % all_.size()].get();
  graph* const g = now_->begin_run(run_);
  run_ += step_;
  return g;
}

constinit const strategy_kind mixture_kind{
    .name = "mixture",
    .summary = "random, pct:3, pos, surw, urw and burst in turn",
    .traits = {.samples = true, .divisible = true, .learns = true},
    .make = make_sampler<mixture>};

}  // namespace suture
