#include "model/explore/sampling/pos.hpp"

namespace suture {

namespace {

bool writes(const event& e) { return e.kind != event_kind::read || e.op != rmw_op::none; }

bool races(const event* a, const event* b) {
  return a != nullptr && b != nullptr && a->location != no_location && a->location == b->location &&
         (writes(*a) || writes(*b));
}

}  // namespace

std::uint64_t pos::priority(const run_view& run, thread_id t) {
  if (drawn_.size() <= t) drawn_.resize(t + 1);
  const auto event = static_cast<std::uint32_t>(run.events().thread(t).events.size());
  if (drawn_[t].event != event) drawn_[t] = {event, random().next()};
  return drawn_[t].priority;
}

thread_id pos::pick(const run_view& run, std::span<const thread_id> willing) {
  thread_id best = willing.front();
  for (const thread_id t : willing) {
    if (priority(run, t) > priority(run, best)) best = t;
  }
  for (const thread_id t : run.enabled()) {
    if (t < drawn_.size() && races(run.thread(t).next_event(), run.thread(best).next_event()))
      drawn_[t].event = none;
  }
  return best;
}

constinit const strategy_kind pos_kind{
    .name = "pos",
    .summary = "random priorities of events, drawn anew where events race",
    .traits = {.samples = true, .divisible = true},
    .make = make_sampler<pos>};

}  // namespace suture
