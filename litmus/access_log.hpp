// Which executions are the same but for the order of operands.
//
// Where C leaves the order of an expression's accesses open, the search tries all of them. An
// execution in which the order made no difference, for what was read from where and for the order
// of the writes, would be counted more than once. herd7 puts no order between such accesses, and
// counts it once; so do we.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "litmus/expression.hpp"
#include "model/graph/graph.hpp"

namespace suture::litmus {

// The accesses of one run, by what in the test made them. Not thread-safe.
class access_log {
 public:
  void begin_run();
  void note_choice() { chosen_ = true; }
  bool chosen() const { return chosen_; }
  // The events from place `first` to before `last` of the graph's thread are those of the access.
  void note(const graph& g, thread_id thread, const node* access, std::uint32_t first,
            std::uint32_t last);
  // The same for two executions iff they are: which accesses there are, with what each reads from
  // and where in modification order it writes.
  std::string identity(const graph& g) const;

 private:
  using name = std::pair<const node*, std::uint32_t>;  // and how often it had been made before
  std::vector<std::map<name, std::vector<event_id>>> accesses_;  // by thread
  std::map<std::pair<thread_id, const node*>, std::uint32_t> made_;
  bool chosen_ = false;
};

}  // namespace suture::litmus
