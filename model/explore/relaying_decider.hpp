// A decider that asks another one: what those have in common that write down what a run is asked.
#pragma once

#include "model/run/decider.hpp"

namespace suture {

class relaying_decider : public decider {
 public:
  explicit relaying_decider(decider& inner) : inner_(inner) {}

  bool tries_condition(const sync::site& where, std::uint64_t place) final {
    return inner_.tries_condition(where, place);
  }
  void stuck(const run_view& run) final { inner_.stuck(run); }
  graph_search* search() final { return inner_.search(); }

 protected:
  decider& inner() { return inner_; }

 private:
  decider& inner_;
};

}  // namespace suture
