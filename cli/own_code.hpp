// Which build of the command this is.
#pragma once

#include <string>

namespace cli {

// A hash of the running program's file: sixteen hex digits, another for any other build. Empty
// where the file cannot be read.
std::string mark_of_this_build();

}  // namespace cli
