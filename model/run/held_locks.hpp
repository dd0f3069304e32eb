// The mutexes one thread holds: a function of what the thread itself has done, so that it is the
// same whichever order of a graph a run takes.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "model/graph/event.hpp"

namespace suture {

struct held_lock {
  location_id lock = no_location;
  lock_mode mode = lock_mode::exclusive;
  std::uint32_t depth = 1;  // how often it was taken: above 1 only where it is recursive
  sync::site since;         // of the first time
};

class held_locks {
 public:
  void clear() { all_.clear(); }
  bool empty() const { return all_.empty(); }
  const held_lock& first() const { return all_.front(); }

  held_lock* find(location_id l) {
    const auto it =
        std::find_if(all_.begin(), all_.end(), [&](const held_lock& h) { return h.lock == l; });
    return it == all_.end() ? nullptr : &*it;
  }
  const held_lock* find(location_id l) const { return const_cast<held_locks*>(this)->find(l); }

  void take(location_id l, lock_mode mode, const sync::site& where) {
    all_.push_back({l, mode, 1, where});
  }
  void give_back(held_lock* h) { all_.erase(all_.begin() + (h - all_.data())); }

  std::size_t count() const { return all_.size(); }
  // All but the first `n`.
  std::span<const held_lock> from(std::size_t n) const {
    return std::span(all_).subspan(std::min(n, all_.size()));
  }

 private:
  std::vector<held_lock> all_;  // in the order of taking
};

}  // namespace suture
