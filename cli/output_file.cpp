#include "cli/output_file.hpp"

#include <fmt/format.h>

#include <fstream>

#include "cli/exit_status.hpp"

namespace cli {

void write_output(const std::string& option, const std::string& file, const std::string& text) {
  if (file == "-") {
    fmt::print("{}", text);
    return;
  }
  std::ofstream out(file);
  out << text;
  if (!out.flush()) throw wrong_use(fmt::format("{}: cannot write {}", option, file));
}

}  // namespace cli
