// Workflow commands that GitHub Actions shows as annotations of the code: ::error file=…::…
#include <fmt/format.h>

#include "report/escape.hpp"
#include "report/formats.hpp"

namespace suture::report {

namespace {

std::string message_of(const outcome& o) {
  if (!o.finding) return o.guarantee;
  std::string text = o.finding->message;
  for (const outcome::place& p : o.finding->places) {
    text += fmt::format("\n{}: {}:{}", p.what, p.file, p.line);
  }
  if (!o.finding->replay.empty()) text += fmt::format("\nreplay: {}", o.finding->replay);
  return text;
}

std::string to_github(std::span<const outcome> results) {
  std::string lines;
  for (const outcome& o : results) {
    if (o.as_expected) continue;
    lines += "::error ";
    if (o.finding && !o.finding->places.empty()) {
      const outcome::place& p = o.finding->places.front();
      lines += fmt::format("file={},", to_github_property(p.file));
      if (p.line != 0) lines += fmt::format("line={},", p.line);
    }
    lines += fmt::format("title={}::{}\n",
                         to_github_property(fmt::format("{}: {}", name_of(o), judgement_of(o))),
                         to_github_message(message_of(o)));
  }
  return lines;
}

}  // namespace

extern const format github_format = {
    "github", "github.txt",
    "Print annotations for GitHub Actions behind the table: what is not as expected", to_github,
    destination::terminal};

}  // namespace suture::report
