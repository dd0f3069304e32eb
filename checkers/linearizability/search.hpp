// What the searches share: states by number, and what they report.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "checkers/linearizability/problem.hpp"

namespace suture::linearizability {

struct search_result {
  verdict decision = verdict::fails;
  // Where it holds: an order that shows it; a pending operation is in it iff it took effect.
  std::vector<word> order;
  // Where it fails: the first operation that fits nowhere, that is, the one with the latest return
  // among those no partial linearization gets past; and the longest ones that get up to it. The
  // longest are those with the most operations that returned. (Of operations about other keys only
  // what had to be done by then is in them.)
  word stuck = 0;
  std::vector<std::vector<word>> partials;
  std::uint64_t configurations = 0;
};

// States met in a search, by number.
class states {
 public:
  states(const problem& p, std::span<const word> part);

  static constexpr word initial = 0;
  static constexpr word refused = ~word{0};

  // The state after doing `op` in state `from`, or `refused`.
  word after(word from, word op);

  // Does `op` before all that the search does: what it leaves is the initial state from then on.
  // False if it is not allowed. Of the states on the way none is kept.
  bool begin_after(word op);
  // To be called once after begin_after.
  void begin();

  // For an operation that is pure: whether it is allowed in state `from`.
  bool allows(word from, word op);

  std::size_t bytes() const { return table_.bytes(); }

 private:
  bool step(word from, word op);

  const problem& problem_;
  state first_;  // while begin_after may come
  reply answer_;
  sequence_table table_;
  state scratch_;
};

}  // namespace suture::linearizability
