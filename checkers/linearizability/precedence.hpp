// Which operations come before which, for histories without a clock.
//
// In a run under a weak memory model, and in one that is replayed from a graph, no clock says which
// operation came first: what stands is happens-before, a partial order. (Order by a clock is a
// special case, for which the checker has a faster search.) The notion of linearizability by it is
// that of Raad, Doko, Rožić, Lahav and Vafeiadis, "On library correctness under weak memory
// consistency" (POPL 2019): the operations can be put in one order that contains happens-before and
// that the model allows.
//
// Unlike linearizability by a clock this is no local property (sequential consistency is the case
// in which only each process's own order counts), so a history is checked as a whole, not by key;
// and two objects that pass say nothing of the two together.
#pragma once

#include <vector>

#include "checkers/linearizability/history.hpp"
#include "checkers/linearizability/sequence_table.hpp"

namespace suture::linearizability {

// Of each operation, by its index: operations that come before it. Those that come before these
// need not be named, nor the earlier ones of its own process.
using precedence = std::vector<std::vector<word>>;

// Times still say in which order a history is shown and what is tried first, so they must not
// contradict: throws bad_history where one of these was called later than the operation, or is
// pending, or is not there, or where a process does two things at once (see validate).
void validate(const history& operations, const precedence& order);

// Whether an operation comes before another, looked up in constant time. O(n²) bits.
class closure {
 public:
  closure(const history& operations, const precedence& order);

  bool before(std::size_t a, std::size_t b) const { return before_[b][a]; }
  bool overlap(std::size_t a, std::size_t b) const {
    return a != b && !before(a, b) && !before(b, a);
  }
  // All of it: each operation with everything that comes before it.
  precedence all() const;

 private:
  std::vector<std::vector<bool>> before_;
};

}  // namespace suture::linearizability
