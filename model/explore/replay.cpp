#include "model/explore/replay.hpp"

#include <algorithm>

#include "model/explore/base_policy.hpp"
#include "model/graph/candidates.hpp"
#include "model/graph/unit.hpp"

namespace suture {

graph* replay::next_run() {
  if (ran_) return nullptr;
  ran_ = true;
  graph_.clear();
  return &graph_;
}

std::uint32_t replay::answer(std::uint32_t usual) {
  const bool recorded = next_ < schedule_.size() && schedule_[next_].question == question_;
  ++question_;
  return recorded ? schedule_[next_++].answer : usual;
}

thread_id replay::pick_thread(const run_view& run) {
  const thread_id usual = default_thread(run);
  const thread_id picked = answer(usual);
  const auto enabled = run.enabled();
  if (std::find(enabled.begin(), enabled.end(), picked) != enabled.end()) return picked;
  diverge();
  return usual;
}

read_choice replay::pick_read(const run_view& run, const event& proto) {
  const graph& g = run.events();
  const read_choice picked = choice_of(g, proto.location, answer(0));
  const std::uint32_t place = g.mo_place_of(picked.rf);
  const std::uint64_t value = g.value_of(picked.rf, proto.location);
  if (place >= g.coherence_bound(proto.thread, proto.location) &&
      (!picked.spurious || may_fail_by_chance(proto, value)) &&
      run.may_read(proto, place, picked.spurious)) {
    return picked;
  }
  diverge();
  return {g.latest(proto.location)};
}

std::uint32_t replay::pick_place(const run_view& run, const event& proto) {
  const graph& g = run.events();
  const auto end = static_cast<std::uint32_t>(g.where(proto.location).mo.size());
  const std::uint32_t back = answer(0);
  if (back == 0) return end;
  if (back < end && end - back > g.coherence_bound(proto.thread, proto.location) &&
      run.may_place(proto, end - back)) {
    return end - back;
  }
  diverge();
  return end;
}

std::uint32_t replay::pick_choice(const run_view&, std::uint32_t n) {
  const std::uint32_t picked = answer(0);
  if (picked < n) return picked;
  diverge();
  return 0;
}

}  // namespace suture
