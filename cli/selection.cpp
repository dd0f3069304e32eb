#include "cli/selection.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>
#include <span>

#include "cli/exit_status.hpp"
#include "cli/modules.hpp"
#include "scenarios/catalog.hpp"
#include "scenarios/glob.hpp"

namespace cli {

namespace {

// A path says that it is one: by where it begins, or by how it ends.
bool begins_as_a_path(const std::string& word) {
  return word.starts_with("/") || word.starts_with("./") || word.starts_with("../");
}

std::string nearest_names(const scenarios::registry& all, const std::string& unknown) {
  std::vector<std::string> names = all.suggestions(unknown);
  if (names.empty()) return "; see 'suture list'";
  const std::string last = names.back();
  names.pop_back();
  if (names.empty()) return fmt::format("; did you mean {}?", last);
  return fmt::format("; did you mean {} or {}?", fmt::join(names, ", "), last);
}

std::vector<const scenarios::variant*> select_from(const scenarios::registry& those,
                                                   std::span<const std::string> patterns) {
  std::set<const scenarios::variant*> chosen;
  for (const std::string& pattern : patterns) {
    const auto matching = those.select(pattern);
    if (matching.empty() && scenarios::glob::is_literal(pattern)) {
      throw wrong_use(fmt::format("no scenario '{}'{}", pattern, nearest_names(those, pattern)));
    }
    if (matching.empty()) {
      throw wrong_use(fmt::format("no scenario matches '{}'; see 'suture list'", pattern));
    }
    chosen.insert(matching.begin(), matching.end());
  }
  std::vector<const scenarios::variant*> all;
  for (const scenarios::variant& v : those.all()) {
    if (patterns.empty() || chosen.contains(&v)) all.push_back(&v);
  }
  return all;
}

}  // namespace

bool names_module(const std::string& word) {
  return begins_as_a_path(word) || word.ends_with(".so");
}

std::string did_you_mean(const std::string& unknown) {
  return nearest_names(scenarios::catalog(), unknown);
}

std::vector<const scenarios::variant*> select(const std::vector<std::string>& patterns) {
  if (patterns.empty() || !names_module(patterns.front())) {
    return select_from(scenarios::catalog(), patterns);
  }
  const scenarios::registry& all = load_module(patterns.front());
  if (all.all().empty()) {
    throw wrong_use(fmt::format("{}: has operations, but no scenario: 'suture pairs' checks those",
                                patterns.front()));
  }
  return select_from(all, std::span(patterns).subspan(1));
}

}  // namespace cli
