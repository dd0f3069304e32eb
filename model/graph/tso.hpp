#pragma once

#include "model/graph/memory_model.hpp"
#include "model/graph/tso_order.hpp"

namespace suture {

// What an x86 processor does with a program compiled for it (Owens, Sarkar, Sewell: "A Better x86
// Memory Model: x86-TSO", TPHOLs 2009), as acyclicity (Alglave, Maranget, Tautschnig: "Herding
// Cats", TOPLAS 2014; herd7's x86tso.cat) of
//
//   ppo ∪ implied fences ∪ rfe ∪ mo ∪ fr, with ppo = po without store → load.
//
// Accesses are mapped as compilers do: a seq_cst store is an exchange; read-modify-writes are
// locked, a compare-exchange that fails among them; a seq_cst fence empties the store buffer; all
// else is a plain mov, and weaker fences are nothing. So every load acquires and every store
// releases, which is what races are judged by. Beginning, ending, creating and joining a thread
// empty the buffer too.
//
// A light fence is nothing but to heavy ones: either all that is before it is seen before the heavy
// one ends, or all that is after it comes after the heavy one has begun. Locks of the engine's own
// (wait queues) order as an acquire load and a release store do, and are no fences: implementations
// go without a locked instruction where nobody waits.
//
// Not in it: what the compiler moves, merges or drops before the processor sees it. A relaxed
// store may be held back by the compiler as it never is by the processor. Code is right in C++ only
// if it is under rc11, whose executions include these.
class tso_model final : public memory_model {
 public:
  std::string_view name() const override { return "tso"; }
  // seq_cst makes a difference to stores and fences; below that there is none.
  std::memory_order effective(std::memory_order order) const override {
    return is_seq_cst(order) ? order : std::memory_order_acq_rel;
  }
  bool consistent(const graph& g, std::span<const event_id> changed) override {
    for (const event_id e : changed) {
      if (order_.on_cycle(g, e)) return false;
    }
    return g.light_fences() == 0 || !order_.heavy_on_cycle(g);
  }

 private:
  tso_order order_;
};

}  // namespace suture
