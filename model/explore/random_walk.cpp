#include "model/explore/random_walk.hpp"

#include "model/execution/unit.hpp"
#include "model/explore/candidates.hpp"

namespace suture {

graph* random_walk::next_run() {
  random_ = rng(rng(seed_ + 0x9E3779B97F4A7C15U * run_).next());
  run_ += step_;
  graph_.clear();
  return &graph_;
}

// Who yields, or would only do the same again, goes last but for one time in four: it may be about
// to give up, and no real scheduler promises more.
thread_id random_walk::pick_thread(execution& run) {
  const auto enabled = run.enabled();
  const auto all = static_cast<std::uint32_t>(enabled.size());
  std::uint32_t willing = 0;
  const auto will = [&](thread_id t) { return !run.gives_way(t) && !run.rests(t); };
  for (const thread_id t : enabled) willing += will(t) ? 1 : 0;
  if (willing == 0 || willing == all || random_.below(4) == 0) return enabled[random_.below(all)];
  std::uint32_t left = random_.below(willing);
  for (const thread_id t : enabled) {
    if (will(t) && left-- == 0) return t;
  }
  return enabled.front();
}

// Where executions are interleavings the order of the run is that of one, so the latest write is
// the only one; a weaker model may show any that coherence leaves. One of those that the model
// refuses becomes the latest.
read_choice random_walk::pick_read(execution& run, const event& proto) {
  graph& g = run.events();
  const auto& mo = g.where(proto.location).mo;
  const auto last = static_cast<std::uint32_t>(mo.size()) - 1;
  const bool mishap = proto.op == rmw_op::cas_weak && random_.below(8) == 0;
  const auto reading = [&](std::uint32_t place) -> read_choice {
    const std::uint64_t value = g.value_of(mo[place], proto.location);
    return {mo[place], mishap && may_fail_by_chance(proto, value)};
  };
  if (latest_only_ || proto.has(event_flag::lock)) return reading(last);
  // Of a chain of read-modify-writes only the end is free: look elsewhere now and then.
  if (proto.op != rmw_op::none && !is_conditional(proto.op) && random_.below(8) != 0)
    return reading(last);
  const std::uint32_t bound = g.coherence_bound(proto.thread, proto.location);
  if (bound == last) return reading(last);
  const std::uint32_t place = bound + random_.below(last - bound + 1);
  const read_choice older = reading(place);
  return may_read(g, run.model(), proto, place, older.spurious) ? older : reading(last);
}

std::uint32_t random_walk::pick_place(execution& run, const event& proto) {
  graph& g = run.events();
  const auto end = static_cast<std::uint32_t>(g.where(proto.location).mo.size());
  if (latest_only_) return end;
  const std::uint32_t bound = g.coherence_bound(proto.thread, proto.location);
  if (bound + 1 == end) return end;
  const std::uint32_t place = bound + 1 + random_.below(end - bound);
  return may_place(g, run.model(), proto, place) ? place : end;
}

std::uint32_t random_walk::pick_choice(execution&, std::uint32_t n) { return random_.below(n); }

}  // namespace suture
