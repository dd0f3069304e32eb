// The shared variables of a litmus test in one run of it.
#pragma once

#include <optional>
#include <vector>

#include "litmus/test.hpp"
#include "model/sync/sync.hpp"

namespace suture::litmus {

// Made in the body of each run, by the main thread, in the order of the locations.
class memory {
 public:
  explicit memory(const test& t) : cells_(t.locations.size()) {
    for (std::size_t l = 0; l < cells_.size(); ++l) {
      const location& made = t.locations[l];
      if (made.atomic) {
        cells_[l].shared.emplace(made.initial);
      } else {
        cells_[l].plain.emplace(made.initial);
      }
    }
  }

  sync::atomic<value>& shared(std::uint32_t location) { return *cells_[location].shared; }
  sync::var<value>& plain(std::uint32_t location) { return *cells_[location].plain; }

  // What the location holds at the end: for a thread that knows of all that was done. The read is
  // an event like any other, but there is one write only that it may take its value from.
  value last(std::uint32_t location) {
    cell& c = cells_[location];
    return c.shared ? c.shared->load(std::memory_order_relaxed) : c.plain->get();
  }

 private:
  struct cell {
    std::optional<sync::atomic<value>> shared;
    std::optional<sync::var<value>> plain;
  };
  std::vector<cell> cells_;
};

}  // namespace suture::litmus
