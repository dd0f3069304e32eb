// A history made ready for the searches: calls in numbers, intervals in which each must take
// effect, and the parts that can be checked apart.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "checkers/linearizability/allowance.hpp"
#include "checkers/linearizability/history.hpp"
#include "checkers/linearizability/model.hpp"

namespace suture::linearizability {

enum class verdict : std::uint8_t { holds, fails, undecided };

// When a search gives up, and what it keeps.
struct limits {
  // Bytes that one search may spend on remembering where it has been; past it, it is undecided.
  // The same history gets the same verdict on every machine.
  std::size_t memory = std::size_t{1} << 30;
  // Steps that all searches of one check may take together, an operation tried each; and how long
  // they may take. 0: no bound. What is past it is undecided.
  std::uint64_t steps = 0;
  double seconds = 0;
  // Partial linearizations kept of those that get equally far.
  std::size_t partials = 3;
};

// The interval in which an operation takes effect; `until` is `pending` for ever.
struct interval {
  std::int64_t from;
  std::int64_t until;
};

// Borrows its model and table, which must outlive it. Operations go by their index in the history.
struct problem {
  // Throws bad_history for an operation the model does not know.
  // `order` says which operations overlap, for excuses; null: their times do.
  problem(const model& spec, value_table& values, const history& operations,
          std::span<const allowance> allowances, const precedence* order = nullptr);

  bool must_take_effect(word operation) const { return intervals[operation].until != pending; }

  const model& spec;
  value_table& values;
  std::vector<call> calls;
  std::vector<interval> intervals;
  std::vector<std::uint32_t> processes;
  std::vector<std::int64_t> effects;  // as in the history
  std::vector<excuse> excuses;
  // The operations that have to be placed, by `from`. The others cannot fail: reads of which no
  // result is known or believed.
  std::vector<word> placed;
};

// Calls of a part, for model::initial.
std::vector<const call*> calls_of(const problem& p, std::span<const word> part);

// The operations to be placed, apart by key where every one of them has one; else in one part.
// Parts in order of their first operation, operations by `from`.
//
// Linearizability is local (Herlihy and Wing, 1990) and the values of a dict's keys behave as
// objects of their own: a history is linearizable iff each part is. Horn and Kroening, "Faster
// linearizability checking via P-compositionality" (FORTE 2015).
std::vector<std::vector<word>> parts_by_key(const problem& p);

}  // namespace suture::linearizability
