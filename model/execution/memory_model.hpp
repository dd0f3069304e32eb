// Memory models: which graphs are executions.
//
// A model answers two questions about the next event of a thread: which writes may this read take
// its value from, and where in modification order may this write go? Both come down to one, asked
// of the graph with the event in it: is it consistent? Coherence and the atomicity of
// read-modify-writes are the same in every model and are kept by construction (graph's
// coherence_bound and candidates.hpp); what differs is the order that must be acyclic on top.
//
//   sc     interleavings: every access is taken as seq_cst, and po ∪ rf ∪ mo ∪ fr is acyclic
//   rc11   repaired C11 (Lahav, Vafeiadis, Kang, Hur, Dreyer: "Repairing Sequential Consistency in
//          C/C++11", PLDI 2017) with the release sequences of C++20: psc is acyclic, and po ∪ rf is
//          acyclic by construction, since an event is only added after what it reads from
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "model/execution/graph.hpp"

namespace suture {

class memory_model {
 public:
  virtual ~memory_model() = default;
  virtual std::string_view name() const = 0;

  // The order an access written with `order` has in this model.
  virtual std::memory_order effective(std::memory_order order) const = 0;

  // Is `g` consistent, given that it was so before the edges of the events in `changed` were as
  // they are? Adding the newest event with the latest choice (reading the last write, going to the
  // end of modification order) keeps every graph consistent and need not be asked.
  virtual bool consistent(const graph& g, std::span<const event_id> changed) = 0;
};

// "sc" or "rc11"; null for any other name.
std::unique_ptr<memory_model> make_memory_model(std::string_view name);

}  // namespace suture
