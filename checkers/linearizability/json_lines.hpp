// Histories from outside: one operation a line, each a JSON object.
//
//   {"process":0,"call":12,"return":20,"function":"set","arguments":["k",1],"result":null}
//
//   process    an integer from 0
//   call       when it was called; integers on one clock, see history.hpp
//   return     when it returned; null: it had not when the history ended
//   function   a name the model knows
//   arguments  optional; a list
//   result     null for None, an object for a dict; not needed for a pending operation
//   raises     in place of a result: the name of the exception, "KeyError"
//   step       optional: when it took effect, as far as is known (operation::effect)
//
// Empty lines are skipped, other members ignored.
#pragma once

#include <istream>
#include <stdexcept>
#include <vector>

#include "checkers/linearizability/history.hpp"

namespace suture::linearizability {

struct lines_read {
  history operations;
  std::vector<std::size_t> lines;  // of each operation, from 1
};

struct bad_line : std::runtime_error {
  bad_line(std::size_t number, const std::string& what) : runtime_error(what), line(number) {}
  std::size_t line;
};

// Throws bad_line for the first line that cannot be read; the message says what is wrong with it.
// Whether the operations make a history is not looked at here (validate does).
lines_read read_json_lines(std::istream& in);

}  // namespace suture::linearizability
