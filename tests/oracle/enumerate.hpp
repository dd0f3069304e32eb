#pragma once

// The oracle: everything a program may do under a memory model, by definition.
//
// Each unfolding of the program (unfold.hpp), with each modification order, that satisfies the
// model's axioms (axioms.hpp) is an execution. There is no search to trust: exponential, obvious,
// and meant for about ten operations, where it takes milliseconds. It shares no code with the
// engine it judges.

#include <cstddef>
#include <set>
#include <string>

#include "tests/oracle/axioms.hpp"
#include "tests/oracle/execution.hpp"
#include "tests/oracle/program.hpp"

namespace suture::oracle {

struct outcome_set {
  /// Canonical texts of the consistent executions in which every thread ran to its end.
  std::set<std::string> complete{};
  /// Of those where every unfinished thread is blocked for ever (and there is one): it stands at a
  /// lock whose mo-latest value is held, or an await whose mo-latest value fails its condition.
  /// Graphs where a thread merely has not yet read the value it waits for are neither.
  std::set<std::string> blocked{};
  /// What the former and the latter leave behind.
  std::set<outcome> outcomes{};
  std::set<outcome> blocked_outcomes{};

  /// Some execution, finished or not, has a data race; the other fields then mean nothing.
  bool race = false;

  bool operator==(const outcome_set&) const = default;
};

/// All of the program's executions. The program must be well_formed, except that it may hold locks
/// at a thread's end. Throws std::length_error if an execution has more than relation::capacity
/// events (initial writes included, updates counted twice).
outcome_set enumerate(const program& p, model m);

}  // namespace suture::oracle
