// `suture litmus FILE…`: reads, explores and prints litmus tests. What is read and printed stands
// in docs/litmus.md.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace suture {

struct litmus_options {
  std::string memory = "rc11";  // the name of a memory model
  std::uint64_t runs = 0;       // per file, at most; 0: no bound
  double seconds = 0;           // likewise
  std::uint32_t unroll = 64;    // rounds that a loop may go
  bool counts = true;           // how many executions end in each state
};

// Prints the tests to `out` in the order given, and "file:line: message" to `err` for each file
// that cannot be read or run; the others are run all the same. Returns the exit status:
//   0  every test is Ok
//   1  some test is not: No, Undef (it has a data race), or ?? (a bound left it open)
//   2  some file could not be read or run, or there is no such memory model
int litmus_command(const std::vector<std::string>& files, const litmus_options& options,
                   std::ostream& out, std::ostream& err);

}  // namespace suture
