#include "cli/selection.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "cli/exit_status.hpp"
#include "scenarios/catalog.hpp"
#include "scenarios/glob.hpp"

namespace cli {

std::string did_you_mean(const std::string& unknown) {
  std::vector<std::string> names = scenarios::catalog().suggestions(unknown);
  if (names.empty()) return "; see 'suture list'";
  const std::string last = names.back();
  names.pop_back();
  if (names.empty()) return fmt::format("; did you mean {}?", last);
  return fmt::format("; did you mean {} or {}?", fmt::join(names, ", "), last);
}

std::vector<const scenarios::variant*> select(const std::vector<std::string>& patterns) {
  std::set<const scenarios::variant*> chosen;
  for (const std::string& pattern : patterns) {
    const auto matching = scenarios::catalog().select(pattern);
    if (matching.empty() && scenarios::glob::is_literal(pattern)) {
      throw wrong_use(fmt::format("no scenario '{}'{}", pattern, did_you_mean(pattern)));
    }
    if (matching.empty()) {
      throw wrong_use(fmt::format("no scenario matches '{}'; see 'suture list'", pattern));
    }
    chosen.insert(matching.begin(), matching.end());
  }
  std::vector<const scenarios::variant*> all;
  for (const scenarios::variant& v : scenarios::catalog().all()) {
    if (patterns.empty() || chosen.contains(&v)) all.push_back(&v);
  }
  return all;
}

}  // namespace cli
