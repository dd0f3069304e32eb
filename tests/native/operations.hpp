// The containers of operations/, and what `suture pairs` says of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/cli/command.hpp"

namespace native_test {

// "list" or "dict" as a module in `folder`, with the fault of that name planted.
std::string container(const cli::temporary_folder& folder, const std::string& name,
                      const std::string& fault = "NONE");

struct cell {
  std::string verdict, token, message;
};
using cells = std::map<std::string, cell>;  // by name: "list append pop"

// Of a matrix in JSON.
cells cells_in(const std::string& json);

// What the command finds for the module, with these further arguments.
cells cells_of(const std::string& module, std::vector<std::string> more = {});

}  // namespace native_test
