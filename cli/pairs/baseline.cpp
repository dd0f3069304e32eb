// A matrix beside an earlier one.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/pairs/matrix.hpp"
#include "report/width.hpp"

namespace cli {

namespace {

const pairs_cell* same_in(const pairs_matrix& m, const pairs_cell& c) {
  const auto found = std::ranges::find_if(m.cells, [&](const pairs_cell& other) {
    return other.family == c.family && other.threads == c.threads;
  });
  return found == m.cells.end() ? nullptr : &*found;
}

}  // namespace

std::string name_of(const pairs_cell& c) {
  std::vector<std::string> threads;
  for (const auto& t : c.threads) threads.push_back(fmt::format("{}", fmt::join(t, " ")));
  return fmt::format("{}: {}", c.family, fmt::join(threads, ", "));
}

bool is_finding(const pairs_cell& c) {
  return c.verdict != "verified" && c.verdict != "bounded" && c.verdict != "as documented";
}

std::vector<pairs_change> changes(const pairs_matrix& before, const pairs_matrix& now) {
  std::vector<pairs_change> all;
  for (const pairs_cell& c : now.cells) {
    const pairs_cell* const was = same_in(before, c);
    if (was != nullptr && was->verdict == c.verdict) continue;
    all.push_back({&c, was, is_finding(c)});
  }
  for (const pairs_cell& c : before.cells) {
    if (same_in(now, c) == nullptr) all.push_back({nullptr, &c, false});
  }
  return all;
}

std::string to_text(const std::vector<pairs_change>& all) {
  std::string text;
  for (const pairs_change& c : all) {
    const pairs_cell& named = c.now != nullptr ? *c.now : *c.before;
    text += fmt::format("{}: {} -> {}\n", name_of(named),
                        c.before == nullptr ? "new" : c.before->verdict,
                        c.now == nullptr ? "gone" : c.now->verdict);
    if (!c.worse) continue;
    if (!c.now->message.empty()) {
      text += fmt::format("  {}\n", suture::report::one_line(c.now->message));
    }
    if (!c.now->replay.empty()) text += fmt::format("  {}\n", c.now->replay);
  }
  const auto worse = std::ranges::count_if(all, &pairs_change::worse);
  if (all.empty()) return "nothing has changed\n";
  return text + fmt::format("\n{} changed, {} for the worse\n", all.size(), worse);
}

}  // namespace cli
