// A finding as a person reads it in a terminal: what was found, the interleaving as a table with
// one column per thread, and how to see it again.
#pragma once

#include <optional>
#include <string>

#include "model/execution/finding.hpp"
#include "report/trace.hpp"

namespace suture::report {

// All that is said about one finding. Texts are UTF-8; empty ones are left out.
struct explanation {
  std::string name;      // of the scenario or the check
  std::string verdict;   // "FOUND leak"
  std::string expected;  // "leak"
  finding what;
  trace how;
  std::string summary;  // "run 12 of the random walk, seed 1; memory model rc11"
  std::string replay;   // the command, or the call, that shows it again
};

// Several lines, each with its end. The same input gives the same bytes.
std::string to_text(const explanation& e);

// Only the table.
std::string to_table(const trace& t);

}  // namespace suture::report
