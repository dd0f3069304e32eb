// The graph of a finished run of a program as an execution of the oracle's, whose canonical text
// can be compared with those that the oracle enumerates.
#pragma once

#include "model/graph/graph.hpp"
#include "tests/oracle/execution.hpp"
#include "tests/oracle/program.hpp"
#include "tests/support/program_body.hpp"
#include "tests/support/thread_reader.hpp"

namespace suture::testing {

// `g` is what a run of program_body(p) left. The events of each thread are read along its
// instructions; left out are those that the text does not have: threads' lives, polls, what the
// engine does inside an operation, and reads of an await that did not find what it waits for. A
// thread whose events end before its instructions do is blocked there.
//
// Throws std::logic_error, with the thread and the instruction, where the graph is no graph of the
// program: another operation, location or value than the instructions give, a thread that stops
// where nothing can block it, or a read of a value that its write does not have.
//
// Where refcounts are shown as blind counts, locations that only they touch have no modification
// order; no other instruction may touch the locations that they touch.
//
// `plain` is what the body recorded of the run, for programs with plain accesses.
oracle::execution to_oracle_execution(const graph& g, const oracle::program& p,
                                      refcounts shown = refcounts::as_they_are,
                                      const plain_record& plain = {});

// The values that the latest writes in modification order leave in the program's locations.
std::vector<oracle::value_type> final_memory(const graph& g, const oracle::program& p,
                                             const plain_record& plain = {});

}  // namespace suture::testing
