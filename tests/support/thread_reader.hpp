// One thread of an engine's graph, read along the instructions that it carries out.
#pragma once

#include <optional>
#include <vector>

#include "model/graph/graph.hpp"
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

// How add_unread and sub_and_test are shown: as what they are, or, in any case, as a choice that is
// 1 where they reached zero. The latter is all that a blind count says of itself.
enum class refcounts { as_they_are, blind };

// Thread `t` of the program, the t-th child of the main thread. Throws std::logic_error where its
// events are not what its instructions do.
// Its plain accesses, which are no events, are given in order.
read_thread read_along(const graph& g, const oracle::program& p, unsigned t, refcounts shown,
                       const std::vector<oracle::operation>& plain);

}  // namespace suture::testing
