// A finding as a person reads it in a terminal: what was found, the interleaving as a table with
// one column per thread, and how to see it again.
#pragma once

#include <optional>
#include <string>

#include "model/run/finding.hpp"
#include "report/trace.hpp"

namespace suture::report {

// How a table is laid out.
struct layout {
  // Columns on the page. The threads' columns are narrowed until all of them fit; text is never cut
  // short for that, but runs on beyond its column.
  std::size_t width = 120;
  bool sources = false;  // the text of the source line beside each step, where there is room
  bool all = true;       // or the steps before the first thread as one line
  std::string unfold{};  // what shows those steps: "--all shows them"
};

// All that is said about one finding. Texts are UTF-8; empty ones are left out.
struct explanation {
  std::string name;      // of the scenario or the check
  std::string verdict;   // "FOUND leak"
  std::string expected;  // "leak"
  finding what;
  trace how;
  std::string summary;  // "run 12 of the random walk, seed 1; memory model rc11"
  std::string replay;   // the command, or the call, that shows it again
  // Lines between the message and the table, each with its end: what explains the finding.
  std::string remarks = {};
  layout page = {};
};

// Several lines, each with its end. The same input gives the same bytes.
std::string to_text(const explanation& e);

// Only the table.
std::string to_table(const trace& t, const layout& page = {});

}  // namespace suture::report
