// --json FILE: results for other programs.
#pragma once

#include <string>
#include <vector>

#include "report/outcome.hpp"

namespace cli {

// Throws wrong_use where `file` could not be written. Empty: nowhere; -: stdout.
void check_writable(const std::string& file);
void write_json(const std::string& file, const std::vector<suture::report::outcome>& all);

}  // namespace cli
