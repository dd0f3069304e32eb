#include "cli/budget.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "cli/exit_status.hpp"

namespace cli {

namespace {

struct unit {
  std::string_view name;
  double seconds;  // 0: counts runs
};
constexpr unit units[] = {{"s", 1}, {"ms", 0.001}, {"m", 60}, {"runs", 0}, {"run", 0}};

[[noreturn]] void refuse(const std::string& text) {
  throw wrong_use(
      fmt::format("--budget is '{}'; it must be a time or a number of runs, such as "
                  "30s, 2m or 20000runs",
                  text));
}

}  // namespace

check_budget parse_budget(const std::string& text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::string_view name = std::string_view(text).substr(digits);
  const char* const end = text.data() + digits;
  for (const unit& u : units) {
    if (u.name != name) continue;
    check_budget b;
    const auto read = u.seconds == 0 ? std::from_chars(text.data(), end, b.runs)
                                     : std::from_chars(text.data(), end, b.seconds);
    b.seconds *= u.seconds;
    const bool positive = b.runs > 0 || b.seconds > 0;
    if (read.ec != std::errc() || read.ptr != end || !positive) refuse(text);
    return b;
  }
  refuse(text);
}

}  // namespace cli
