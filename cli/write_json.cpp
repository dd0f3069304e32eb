#include "cli/write_json.hpp"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "cli/exit_status.hpp"
#include "report/json.hpp"

namespace cli {

void check_writable(const std::string& file) {
  if (!file.empty() && file != "-" && !std::ofstream(file, std::ios::app)) {
    throw wrong_use(fmt::format("--json: cannot write {}", file));
  }
}

void write_json(const std::string& file, const std::vector<suture::report::outcome>& all) {
  if (file.empty()) return;
  const std::string text = suture::report::to_json(all);
  if (file == "-") {
    fmt::print("{}", text);
    return;
  }
  std::ofstream out(file);
  out << text;
  if (!out.flush()) throw std::runtime_error(fmt::format("cannot write {}", file));
}

}  // namespace cli
