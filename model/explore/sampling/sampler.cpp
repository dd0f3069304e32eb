#include "model/explore/sampling/sampler.hpp"

#include "model/graph/candidates.hpp"
#include "model/graph/unit.hpp"

namespace suture {

sampler::sampler(const memory_model& model, const strategy_options& options)
    : seed_(options.seed),
      run_(options.first_sample),
      step_(options.sample_step),
      latest_only_(model.interleaves()) {}

graph* sampler::next_run() {
  graph* const g = begin_run(run_);
  run_ += step_;
  return g;
}

graph* sampler::begin_run(std::uint64_t number) {
  random_ = rng(rng(seed_ + 0x9E3779B97F4A7C15U * number).next());
  graph_.clear();
  begin();
  return &graph_;
}

// Who yields, or would only do the same again, goes last but for one time in four: it may be about
// to give up, and no real scheduler promises more.
std::span<const thread_id> sampler::willing(const run_view& run) {
  const auto enabled = run.enabled();
  willing_.clear();
  for (const thread_id t : enabled) {
    if (!run.gives_way(t) && !run.thread(t).rests) willing_.push_back(t);
  }
  const bool all = willing_.empty() || willing_.size() == enabled.size();
  return all || below(4) == 0 ? enabled : willing_;
}

thread_id sampler::pick_thread(const run_view& run) { return pick(run, willing(run)); }

// Where executions are interleavings the order of the run is that of one, so the latest write is
// the only one; a weaker model may show any that coherence leaves. One of those that the model
// refuses becomes the latest.
read_choice sampler::pick_read(const run_view& run, const event& proto) {
  const graph& g = run.events();
  const auto& mo = g.where(proto.location).mo;
  const auto last = static_cast<std::uint32_t>(mo.size()) - 1;
  const bool mishap = proto.op == rmw_op::cas_weak && below(8) == 0;
  const auto reading = [&](std::uint32_t place) -> read_choice {
    const std::uint64_t value = g.value_of(mo[place], proto.location);
    return {mo[place], mishap && may_fail_by_chance(proto, value)};
  };
  if (latest_only_ || proto.has(event_flag::lock)) return reading(last);
  // Of a chain of read-modify-writes only the end is free: look elsewhere now and then.
  if (proto.op != rmw_op::none && !is_conditional(proto.op) && below(8) != 0) return reading(last);
  const std::uint32_t bound = g.coherence_bound(proto.thread, proto.location);
  if (bound == last) return reading(last);
  const std::uint32_t place = bound + below(last - bound + 1);
  const read_choice older = reading(place);
  return run.may_read(proto, place, older.spurious) ? older : reading(last);
}

std::uint32_t sampler::pick_place(const run_view& run, const event& proto) {
  const graph& g = run.events();
  const auto end = static_cast<std::uint32_t>(g.where(proto.location).mo.size());
  if (latest_only_) return end;
  const std::uint32_t bound = g.coherence_bound(proto.thread, proto.location);
  if (bound + 1 == end) return end;
  const std::uint32_t place = bound + 1 + below(end - bound);
  return run.may_place(proto, place) ? place : end;
}

std::uint32_t sampler::pick_choice(const run_view&, std::uint32_t n) { return below(n); }

}  // namespace suture
