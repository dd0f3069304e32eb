// The verdict table as text and as Markdown.
#include <fmt/format.h>

#include <algorithm>

#include "cli/comparison.hpp"
#include "report/escape.hpp"
#include "report/width.hpp"

namespace cli {

namespace {

using suture::report::padded;

std::string head_of(difference d) {
  switch (d) {
    case difference::verdicts:
      return "verdicts differ";
    case difference::counts:
      return "counts differ";
    case difference::none:
      return "no difference";
    case difference::alone:
      break;
  }
  return "one value only";
}

std::string number_of(const compared_row& r, lock_count c) {
  if (!r.locks || r.locks->complete == 0) return "-";
  return fmt::format(fmt::runtime(c == lock_count::longest_section ? "{:.0f}" : "{:.1f}"),
                     r.locks->shown(c));
}

std::string verdict_words(const compared_row& r) {
  const std::string words = verdict_of(r.verdict);
  return r.verdict.as_expected ? words : words + fmt::format(" (expected {})", r.verdict.expected);
}

// The cells behind the scenario.
std::vector<std::string> cells_of(const compared_row& r) {
  std::vector<std::string> cells{r.value, verdict_words(r),
                                 fmt::format("{}", r.verdict.covered.executions)};
  for (const lock_count c : all_lock_counts) cells.push_back(number_of(r, c));
  return cells;
}

std::vector<std::string> heads_of(const comparison& c) {
  std::vector<std::string> heads{c.by.name, "verdict", "executions"};
  for (const lock_count n : all_lock_counts) heads.emplace_back(words_of(n));
  return heads;
}

std::string plural(std::size_t n, std::string_view what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

// "2 scenarios: verdicts differ in 1, counts in 1; no regression against old.json"
std::string conclusion_of(const comparison& c) {
  const auto count = [&](difference d) {
    return std::ranges::count_if(c.groups, [&](const auto& g) { return g.differ() == d; });
  };
  std::string text =
      fmt::format("{}: verdicts differ in {}, counts in {}", plural(c.groups.size(), "scenario"),
                  count(difference::verdicts), count(difference::counts));
  if (c.baseline.empty()) return text;
  const std::size_t n = c.regressions();
  return text + fmt::format("; {} against {}", n == 0 ? "no regression" : plural(n, "regression"),
                            c.baseline);
}

// "str.utf8_cache/lock=none: verified before, found leak now"
std::vector<std::string> regressions_of(const comparison& c) {
  std::vector<std::string> lines;
  for (const compared_rows& g : c.groups) {
    for (const compared_row& r : g.rows) {
      for (const std::string& w : r.worse) {
        lines.push_back(fmt::format("{}: {}", name_of(r.verdict), w));
      }
    }
  }
  for (const std::string& name : c.gone) {
    lines.push_back(fmt::format("{}: in the baseline, and there no more", name));
  }
  return lines;
}

// What the numbers are, below each table.
std::string legend_of(const comparison& c) {
  for (const compared_rows& g : c.groups) {
    for (const compared_row& r : g.rows) {
      if (!r.locks) continue;
      return fmt::format(
          "Lock operations, futex calls, contention: mean of a run; longest section: operations "
          "and plain accesses, most in any run. Of {} random runs, seed {}.",
          r.locks->runs, r.locks->seed);
    }
  }
  return "The locks could not be counted.";
}

struct widths {
  std::size_t name = 8;
  std::vector<std::size_t> cells;

  explicit widths(const comparison& c) {
    for (const std::string& head : heads_of(c)) cells.push_back(head.size());
    for (const compared_rows& g : c.groups) {
      name = std::max(name, g.name.size());
      for (const compared_row& r : g.rows) {
        const std::vector<std::string> all = cells_of(r);
        for (std::size_t i = 0; i < all.size(); ++i) cells[i] = std::max(cells[i], all[i].size());
      }
    }
  }
  // Words to the left, numbers to the right.
  std::string line(const std::string& first, const std::vector<std::string>& rest) const {
    std::string text = padded(first, name);
    for (std::size_t i = 0; i < rest.size(); ++i) {
      text += i < 2 ? fmt::format("  {:<{}}", rest[i], cells[i])
                    : fmt::format("  {:>{}}", rest[i], cells[i]);
    }
    return text + '\n';
  }
};

}  // namespace

std::string to_text(const comparison& c) {
  const widths w(c);
  std::string text = w.line("scenario", heads_of(c));
  std::string part;
  for (const compared_rows& g : c.groups) {
    const std::string head = g.is_worse() ? "worse than before" : head_of(g.differ());
    if (head != part) text += fmt::format("{}:\n", head);
    part = head;
    for (std::size_t i = 0; i < g.rows.size(); ++i) {
      text += w.line(i == 0 ? g.name : "", cells_of(g.rows[i]));
    }
  }
  text += '\n' + legend_of(c) + '\n';
  for (const std::string& line : regressions_of(c)) text += fmt::format("REGRESSION {}\n", line);
  for (const std::string& line : c.remarks) text += line + '\n';
  return text + conclusion_of(c) + '\n';
}

std::string to_markdown(const comparison& c) {
  using suture::report::to_markdown;
  std::string text = fmt::format("## Suture: scenarios by {}\n\n{}.\n", to_markdown(c.by.name),
                                 to_markdown(conclusion_of(c)));
  const std::vector<std::string> regressions = regressions_of(c);
  if (!regressions.empty()) text += '\n';
  for (const std::string& line : regressions) {
    text += fmt::format("- **Regression** {}\n", to_markdown(line));
  }
  text += "\n| | scenario |";
  std::string rule = "\n|---|---|";
  const std::vector<std::string> heads = heads_of(c);
  for (std::size_t i = 0; i < heads.size(); ++i) {
    text += fmt::format(" {} |", to_markdown(heads[i]));
    rule += i < 2 ? "---|" : "---:|";
  }
  text += rule + '\n';
  for (const compared_rows& g : c.groups) {
    for (std::size_t i = 0; i < g.rows.size(); ++i) {
      const std::string head = g.rows[i].worse.empty() ? head_of(g.differ()) : "**worse**";
      text += fmt::format("| {} | <code>{}</code> |",
                          i == 0 || !g.rows[i].worse.empty() ? head : "", to_markdown(g.name));
      for (const std::string& cell : cells_of(g.rows[i])) {
        text += fmt::format(" {} |", to_markdown(cell));
      }
      text += '\n';
    }
  }
  text += '\n' + to_markdown(legend_of(c)) + '\n';
  for (const std::string& line : c.remarks) text += '\n' + to_markdown(line) + '\n';
  return text;
}

}  // namespace cli
