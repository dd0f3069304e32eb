// The matrix for a page: a summary of a CI job, a document.
#include <fmt/format.h>

#include "cli/pairs/families.hpp"
#include "cli/pairs/matrix.hpp"
#include "report/escape.hpp"

namespace cli {

namespace {

std::string told(const pairs_cell& c) {
  return is_finding(c) ? fmt::format("**{}**", c.verdict) : c.verdict;
}

std::string as_matrix(const family_matrix& f) {
  std::string text = fmt::format("\n### {}\n\n| |", f.family);
  std::string rule = "\n|---|";
  for (const std::string& o : f.operations) {
    text += fmt::format(" {} |", o);
    rule += "---|";
  }
  text += rule + '\n';
  for (std::size_t r = 0; r < f.operations.size(); ++r) {
    text += fmt::format("| {} |", f.operations[r]);
    for (std::size_t c = 0; c < f.operations.size(); ++c) {
      const pairs_cell* const cell = c > r ? nullptr : f.at(r, c);
      text += fmt::format(" {} |", cell == nullptr ? "" : told(*cell));
    }
    text += '\n';
  }
  return text;
}

std::string as_list(const pairs_matrix& m) {
  std::string text = "\n| operations | verdict |\n|---|---|\n";
  for (const pairs_cell& c : m.cells) text += fmt::format("| {} | {} |\n", name_of(c), told(c));
  return text;
}

}  // namespace

std::string to_markdown(const pairs_matrix& m) {
  std::string text = "## Operations at the same time\n";
  if (m.threads == 2 && m.length == 1) {
    for (const family_matrix& f : families_of(m)) text += as_matrix(f);
  } else {
    text += as_list(m);
  }
  std::string findings;
  for (const pairs_cell& c : m.cells) {
    if (!is_finding(c) && c.token.empty()) continue;
    const std::string replay =
        c.replay.empty() ? ""
                         : fmt::format("<code>{}</code>", suture::report::to_markdown(c.replay));
    findings += fmt::format("| {} | {} | {} | {} |\n", name_of(c), told(c),
                            suture::report::to_markdown(c.message), replay);
  }
  if (!findings.empty()) {
    text += "\n| operations | verdict | what | again |\n|---|---|---|---|\n" + findings;
  }
  return text + fmt::format("\n{}, {}\n", m.strategy, m.memory);
}

}  // namespace cli
