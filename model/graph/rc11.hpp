#pragma once

#include "model/graph/cycle_search.hpp"
#include "model/graph/memory_model.hpp"

namespace suture {

// RC11: the partial SC order psc is acyclic (PLDI 2017, section 3.3). The relations are decided
// pair by pair from clocks and places in modification order; nothing is closed transitively.
class rc11_model final : public memory_model {
 public:
  std::string_view name() const override { return "rc11"; }
  std::memory_order effective(std::memory_order order) const override { return order; }
  bool consistent(const graph& g, std::span<const event_id> changed) override;

 private:
  struct census {
    bool only_sc_accesses = true;
    std::vector<event_id> sc;  // accesses and fences
  };
  void count(const graph& g);
  bool psc(const graph& g, event_id a, event_id b);
  bool psc_cyclic(const graph& g);

  census census_;
  cycle_search search_;
  std::vector<std::uint8_t> colour_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> path_;
};

}  // namespace suture
