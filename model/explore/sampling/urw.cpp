#include "model/explore/sampling/urw.hpp"

#include "model/explore/sampling/weighted.hpp"

namespace suture {

urw::urw(const memory_model& model, const strategy_options& options)
    : sampler(model, options), known_(options.known) {}

thread_id urw::pick(const run_view& run, std::span<const thread_id> willing) {
  if (!known_) return any_of(willing);
  const graph& g = run.events();
  const work_left left(known_->threads, known_->runs);
  return draw_weighted(random(), willing, [&](thread_id t) {
    return left.of(g, t, static_cast<std::uint32_t>(g.thread(t).events.size()));
  });
}

constinit const strategy_kind urw_kind{
    .name = "urw",
    .summary = "each interleaving as likely as the others, as far as runs are alike",
    .traits = {.samples = true, .divisible = true, .learns = true},
    .make = make_sampler<urw>};

}  // namespace suture
