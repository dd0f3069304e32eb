#include "model/engine/loops/loop_watch.hpp"

#include <utility>

namespace suture {

namespace {

constexpr std::uint32_t first_patience = 4;
// A mark at a yield is given up late: what a loop around it does besides is looked at first.
constexpr std::uint32_t eager_patience = 8;

}  // namespace

void loop_watch::mark(const call& c, const void* caller) {
  patience_ = mark_ == nullptr ? first_patience : 2 * patience_;
  if (c.eager) patience_ = std::max(patience_, eager_patience);
  mark_ = caller;
  top_ = c.top;
  location_ = c.location;
  eager_ = c.eager;
  kept_ = false;
  last_met_ = idle_;
  met_at_ = c.position;
  rounds_ = times_ = 1;
}

void loop_watch::keep(const call& c) {
  kept_ = there_.take(c.top, c.base);
  since_ = c.position;
  renew_at_ = 2 * times_;
}

round_seen loop_watch::look(const call& c, std::uint32_t allowed) {
  const void* const caller = caller_of(c.top);
  if (caller != mark_ || c.top != top_ || c.location != location_) {
    const bool better = mark_ == nullptr || (c.eager && !eager_);
    if (!better && idle_ - last_met_ < patience_) return round_seen::none;
    mark(c, caller);
    if (c.eager) keep(c);
    return round_seen::none;
  }
  last_met_ = idle_;
  const std::uint32_t before = std::exchange(met_at_, c.position);
  ++times_;
  ++rounds_;
  if (kept_ && there_.holds(c.top, c.base)) return round_seen::repeated;
  if (worn(allowed)) {
    since_ = before;
    kept_ = false;
    return round_seen::counted;
  }
  if (!kept_ || times_ >= renew_at_) keep(c);
  return round_seen::none;
}

}  // namespace suture
