// Running the command, as a shell would.
#pragma once

#include <string>
#include <vector>

#include "tests/support/temporary_folder.hpp"

namespace cli {

using suture::temporary_folder;

struct finished {
  int status = -1;  // exit status; -1: it did not exit by itself
  std::string out;
  std::string err;
};

// Runs `program` with these arguments and this on its standard input.
finished run_program(const std::string& program, const std::vector<std::string>& arguments,
                     const std::string& input = {});

// The command of this build; and the one whose scenarios misbehave.
finished suture(const std::vector<std::string>& arguments, const std::string& input = {});
finished suture_badly(const std::vector<std::string>& arguments);

}  // namespace cli
