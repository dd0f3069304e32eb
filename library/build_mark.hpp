// Which build of the program this is.
#pragma once

#include <string>

namespace suture {

// A hash of the running program's file: sixteen hex digits, another for any other build. Empty
// where the file cannot be read.
std::string mark_of_this_build();

}  // namespace suture
