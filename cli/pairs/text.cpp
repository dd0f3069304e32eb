// The matrix for a terminal.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "cli/pairs/families.hpp"
#include "cli/pairs/matrix.hpp"
#include "report/width.hpp"

namespace cli {

namespace {

using suture::report::one_line;
using suture::report::padded;

constexpr std::size_t page = 80;
constexpr std::size_t gap = 2;

// Columns from `first` on that fit beside the names; at least one. The end of them.
std::size_t last_that_fits(const family_matrix& f, std::size_t first, std::size_t names) {
  std::size_t used = names;
  std::size_t i = first;
  for (; i < f.operations.size(); ++i) {
    used += gap + f.column_width(i);
    if (used > page && i > first) break;
  }
  return i;
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

// The lower half, since the order of threads is no matter.
std::string block(const family_matrix& f, std::size_t first, std::size_t last, std::size_t names) {
  std::string head = std::string(names, ' ');
  for (std::size_t c = first; c < last; ++c) {
    head += std::string(gap, ' ') + padded(f.operations[c], f.column_width(c));
  }
  std::string text = trimmed(head);
  for (std::size_t r = first; r < f.operations.size(); ++r) {
    std::string line = padded(f.operations[r], names);
    for (std::size_t c = first; c < std::min(last, r + 1); ++c) {
      const pairs_cell* const cell = f.at(r, c);
      line +=
          std::string(gap, ' ') + padded(cell == nullptr ? "" : cell->verdict, f.column_width(c));
    }
    text += trimmed(line);
  }
  return text;
}

std::string as_matrix(const family_matrix& f) {
  std::size_t names = 0;
  for (const std::string& o : f.operations) names = std::max(names, o.size());
  std::string text = fmt::format("{}\n", f.family);
  for (std::size_t first = 0; first < f.operations.size();) {
    const std::size_t last = last_that_fits(f, first, names);
    if (first > 0) text += '\n';
    text += block(f, first, last, names);
    first = last;
  }
  return text + '\n';
}

std::string as_list(const pairs_matrix& m) {
  std::size_t names = 0;
  for (const pairs_cell& c : m.cells) names = std::max(names, name_of(c).size());
  std::string text;
  for (const pairs_cell& c : m.cells) {
    text += names + gap + c.verdict.size() > page
                ? fmt::format("{}\n    {}\n", name_of(c), c.verdict)
                : fmt::format("{}  {}\n", padded(name_of(c), names), c.verdict);
  }
  return text + '\n';
}

std::string explained(const pairs_cell& c) {
  std::string text = fmt::format("{}: {}\n  {}\n", name_of(c), c.verdict,
                                 one_line(c.message.empty() ? c.guarantee : c.message));
  if (!c.replay.empty()) text += fmt::format("  {}\n", c.replay);
  return text;
}

// "36 verified, 2 race"
std::string counted(const pairs_matrix& m) {
  std::map<std::string, std::size_t> counts;
  for (const pairs_cell& c : m.cells) ++counts[c.verdict];
  std::vector<std::string> parts;
  for (const char* good : {"verified", "bounded", "as documented"}) {
    const auto found = counts.find(good);
    if (found == counts.end()) continue;
    parts.push_back(fmt::format("{} {}", found->second, good));
    counts.erase(found);
  }
  for (const auto& [verdict, n] : counts) parts.push_back(fmt::format("{} {}", n, verdict));
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

std::string summary_of(const pairs_matrix& m) {
  return fmt::format("{} combination{}: {} ({}, {})", m.cells.size(),
                     m.cells.size() == 1 ? "" : "s", counted(m), m.strategy, m.memory);
}

std::string to_text(const pairs_matrix& m) {
  std::string text;
  if (m.threads == 2 && m.length == 1) {
    for (const family_matrix& f : families_of(m)) text += as_matrix(f);
  } else {
    text += as_list(m);
  }
  for (const pairs_cell& c : m.cells) {
    if (is_finding(c) || !c.token.empty()) text += explained(c) + '\n';
  }
  return text + summary_of(m) + '\n';
}

}  // namespace cli
