#pragma once

// Every way the threads of a program can run against each other, before any memory model is asked:
// all control paths, all choices, and for each read every write of its location.

#include <functional>

#include "tests/oracle/execution.hpp"

namespace suture::oracle {

/// An execution without modification order (that field is empty), and its registers. Each thread
/// has run to its end or stands at a lock or an await, named in `run.blocked`; whether it is really
/// blocked there depends on the modification order.
struct unfolding {
  execution run{};
  std::vector<std::vector<value_type>> registers{};
  /// Per thread, what a blocked thread waits for (0, free, for a lock).
  std::vector<value_type> wanted{};
};

/// Calls `visit` once for each unfolding of the program in which po ∪ rf is acyclic and no two
/// updates read the same write. (All models ask for both: the first is an axiom of each, and two
/// updates of one write cannot both follow it immediately.) The order of the calls is unspecified
/// but fixed.
///
/// `hopeless` is asked about unfinished unfoldings (their threads stand anywhere); where it says
/// yes, no extension of that unfolding is visited.
void unfold(
    const program& p, const std::function<void(const unfolding&)>& visit,
    const std::function<bool(const execution&)>& hopeless = [](const execution&) { return false; });

}  // namespace suture::oracle
