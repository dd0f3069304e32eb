// What the two sides of an asymmetric fence tell each other (membarrier; WG21 P1202).
//
// A heavy fence is a sequentially consistent one, and besides is as one to every light fence. A
// light fence is nothing to anybody but a heavy one. As two fences of one kind do, they synchronise
// where a write behind the one is read before the other. They are rare: what a fence learns is
// looked up when it is added, and no event carries a clock for it.
#include "model/graph/graph.hpp"

namespace suture {

namespace {

// The last fence of the other side before `e` in its thread.
event_id last_fence_before(const graph& g, const event& e, fence_side side) {
  const std::vector<event_id>& own = g.thread(e.thread).events;
  for (std::uint32_t i = e.index; i-- > 0;) {
    if (side_of(g[own[i]]) == side) return own[i];
  }
  return no_event;
}

// The write before `w` in its release sequence: what the read half of the same update has read.
event_id before_in_sequence(const graph& g, const event& w) {
  if (!w.has(event_flag::rmw)) return init_event;
  return g[g.thread(w.thread).events[w.index - 1]].rf;
}

}  // namespace

void graph::learn_asymmetrically(event& e) {
  const fence_side other = side_of(e) == fence_side::heavy ? fence_side::light : fence_side::heavy;
  const std::vector<event_id>& own = threads_[e.thread].events;
  for (std::uint32_t i = 0; i < e.index; ++i) {
    const event& r = events_[own[i]];
    if (!r.is_read()) continue;
    for (event_id id = r.rf; id != init_event; id = before_in_sequence(*this, events_[id])) {
      const event_id fence = last_fence_before(*this, events_[id], other);
      if (fence == no_event || events_[fence].thread == e.thread) continue;
      const event& f = events_[fence];
      e.hb = clocks_.join(e.hb, f.hb, f.thread, f.index + 1);
    }
  }
  if (side_of(e) == fence_side::heavy) {
    e.lastrel = e.hb;  // what is learnt here is passed on
  }
}

}  // namespace suture
