// A wait with a deadline, of whatever kind (timed_waits.cpp).
#pragma once

#include "model/engine/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

template <class Attempt, class Wait>
bool execution::until(std::int64_t deadline, const sync::site& where, Attempt attempt, Wait wait) {
  if (environment_.may_time_out(deadline)) {
    if (attempt()) return true;
  } else {
    held_back_ |= search_ != nullptr && !mutated("held_back_is_cut_off");
    me_->how_long = patience::timed;
    const bool got = wait() != no_event;
    me_->how_long = patience::endless;
    if (got) return true;
  }
  environment_.time_out(deadline, where);
  return false;
}

}  // namespace suture
