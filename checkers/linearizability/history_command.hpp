// `suture history FILE`: is a history recorded elsewhere linearizable?
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <ostream>
#include <string>

namespace suture::linearizability {

struct history_request {
  std::string file = "-";  // JSON lines, see json_lines.hpp; "-": the stream given
  std::string model;       // "register", "list", "dict"
  // Operations to be excused where they are documented as non-atomic: "documented", or names with
  // commas between them (see allowances_named). Empty: none.
  std::string allow;
  std::size_t memory = std::size_t{1} << 30;  // bytes a search may use (limits::memory)
  std::uint64_t steps = 0;                    // that the search may take (limits::steps)
  double seconds = 0;                         // that it may last
};

// Prints the verdict, and on failure the explanation and the weaker verdicts, to `out`; what is
// wrong with the request or the file to `err`, with the line. Returns the exit status:
// 0 linearizable, 1 not, 2 unreadable (or no such model), 3 undecided within what is allowed.
int history_command(const history_request& request, std::istream& in, std::ostream& out,
                    std::ostream& err);

}  // namespace suture::linearizability
