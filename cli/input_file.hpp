// Files that the command reads.
#pragma once

#include <string>

namespace cli {

// Throws wrong_use, naming `option` and the file, for one that is there and cannot be read to its
// end in one go: a folder, a pipe, a device, or more than a gigabyte. A file that is missing is the
// reader's to report.
void require_readable(const std::string& option, const std::string& file);

// Its text; as above, and where it cannot be read.
std::string text_of_file(const std::string& option, const std::string& file);

}  // namespace cli
