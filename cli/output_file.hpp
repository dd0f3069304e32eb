// Where a command writes what is not for the terminal.
#pragma once

#include <string>

namespace cli {

// Writes `text` to the file, or to stdout for "-". Throws wrong_use, naming the option, where that
// cannot be done.
void write_output(const std::string& option, const std::string& file, const std::string& text);

}  // namespace cli
