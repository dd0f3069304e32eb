// A summary for the page of a job: counts, what is not as expected with its interleaving, and all
// variants folded away. In the Markdown that GitHub and GitLab share.
#include <fmt/format.h>

#include <algorithm>

#include "report/escape.hpp"
#include "report/formats.hpp"

namespace suture::report {

namespace {

// GitHub takes no page above a megabyte; an interleaving has some kilobytes.
constexpr std::size_t most_explained = 20;

std::string code(std::string_view text) {
  return fmt::format("<code>{}</code>", to_markdown(text));
}

std::string heading(std::span<const outcome> results) {
  const auto good = std::ranges::count_if(results, &outcome::as_expected);
  return fmt::format("## Suture: {} of {} variant{} as expected\n", good, results.size(),
                     results.size() == 1 ? "" : "s");
}

std::string where(const outcome& o) {
  if (!o.finding || o.finding->places.empty()) return "";
  const outcome::place& p = o.finding->places.front();
  return code(fmt::format("{}:{}", p.file, p.line));
}

std::string differing(std::span<const outcome> results) {
  if (std::ranges::all_of(results, &outcome::as_expected)) return "";
  std::string text = "\n| scenario | verdict | where | what |\n|---|---|---|---|\n";
  for (const outcome& o : results) {
    if (o.as_expected) continue;
    text += fmt::format("| {} | {} | {} | {} |\n", code(name_of(o)), to_markdown(judgement_of(o)),
                        where(o), to_markdown(o.finding ? o.finding->message : o.guarantee));
  }
  return text;
}

std::string explained(std::span<const outcome> results) {
  std::string text;
  std::size_t shown = 0;
  std::size_t left_out = 0;
  for (const outcome& o : results) {
    if (o.as_expected || !o.finding) continue;
    if (shown == most_explained) {
      ++left_out;
      continue;
    }
    ++shown;
    const std::string lines = o.text.empty() ? o.finding->replay + '\n' : o.text;
    text += fmt::format("\n<details><summary>{}: {}</summary>\n\n<pre>\n{}</pre>\n\n</details>\n",
                        code(name_of(o)), to_markdown(judgement_of(o)), to_xml(lines));
  }
  if (left_out > 0) text += fmt::format("\nExplanations of {} more are in the log.\n", left_out);
  return text;
}

std::string everything(std::span<const outcome> results) {
  std::string text =
      "\n<details><summary>All variants</summary>\n\n"
      "| scenario | verdict | expected | runs |\n|---|---|---|--:|\n";
  for (const outcome& o : results) {
    text += fmt::format("| {} | {} | {} | {} |\n", code(name_of(o)), to_markdown(verdict_of(o)),
                        to_markdown(o.expected), o.runs);
  }
  return text + "\n</details>\n";
}

std::string to_summary(std::span<const outcome> results) {
  return heading(results) + differing(results) + explained(results) + everything(results);
}

}  // namespace

extern const format markdown_format = {
    "markdown", "summary.md", "Write a summary for the page of a CI job, in Markdown", to_summary};

}  // namespace suture::report
