// One thread of an engine's graph, read along the instructions that it carries out.
#pragma once

#include <optional>
#include <vector>

#include "model/execution/graph.hpp"
#include "tests/oracle/execution.hpp"
#include "tests/oracle/program.hpp"

namespace suture::testing {

// An operation and the events it became: a read-modify-write two, any other at most one.
struct read_operation {
  oracle::operation made;  // without `from`, which names an operation of another thread
  event_id first = no_event;
  event_id write = no_event;  // the event that wrote, if any
};

struct read_thread {
  std::vector<read_operation> operations;
  std::optional<oracle::place> blocked;
};

// Thread `t` of the program, the t-th child of the main thread. Throws std::logic_error where its
// events are not what its instructions do.
read_thread read_along(const graph& g, const oracle::program& p, unsigned t);

}  // namespace suture::testing
