// Is an event on a cycle of po ∪ rf ∪ mo ∪ fr (with thread creation and join)?
#pragma once

#include <cstdint>
#include <vector>

#include "model/graph/graph.hpp"

namespace suture {

class cycle_search {
 public:
  // With `counts`, the blind change that reaches zero comes after all the others of its counter. It
  // does where they count as seq_cst.
  explicit cycle_search(bool counts = false) : counts_(counts) {}

  // Walks backwards from `e`, after a short look forward; true iff a walk comes back to it.
  bool on_cycle(const graph& g, event_id e);

 private:
  enum class answer : std::uint8_t { yes, no, unknown };

  // On a cycle, as far as a few steps forward tell?
  answer look_ahead(const graph& g, event_id e);
  void push(event_id e);
  bool push_successors(const graph& g, event_id e);
  void push_predecessors(const graph& g, event_id e);

  bool counts_;
  std::vector<std::uint32_t> visited_;  // by event, the number of the walk that saw it last
  std::uint32_t walk_ = 0;
  std::vector<event_id> open_;
};

}  // namespace suture
