#pragma once

#include "model/graph/cycle_search.hpp"
#include "model/graph/memory_model.hpp"

namespace suture {

// Sequential consistency (Lamport 1979) as acyclicity of po ∪ rf ∪ mo ∪ fr.
class sc_model final : public memory_model {
 public:
  std::string_view name() const override { return "sc"; }
  std::memory_order effective(std::memory_order) const override {
    return std::memory_order_seq_cst;
  }
  bool interleaves() const override { return true; }
  bool consistent(const graph& g, std::span<const event_id> changed) override {
    for (const event_id e : changed) {
      if (search_.on_cycle(g, e)) return false;
    }
    return true;
  }

 private:
  cycle_search search_{true};
};

}  // namespace suture
