// suture explain: what decides the run of a token.
#include "library/explain.hpp"

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/output_file.hpp"
#include "cli/token_run.hpp"
#include "report/html.hpp"

namespace cli {

namespace {

int explain(const std::vector<std::string>& words, const suture::report::layout& page,
            const std::string& html) {
  const token_run run = run_of(words);
  const suture::explained e = suture::explain(run.body, run.what, {run.expected, run.again, page});
  const bool found = e.simple.shown.verdict == suture::verdict::found;
  if (html != "-" || !found) fmt::print("{}", e.simple.shown.explanation);
  if (!html.empty() && found) write_output("--html", html, suture::report::to_html(e.told));
  return e.simple.shown.verdict == suture::verdict::found ? exit_status::as_expected
                                                          : exit_status::differs;
}

}  // namespace

action add_explain(CLI::App& app) {
  CLI::App& explaining = *app.add_subcommand(
      "explain",
      "The simplest run of a token's finding, the two events whose order decides it with\n"
      "what is held there, stale reads with why they may be, and how the chance to fail\n"
      "grows. Exit status 0, or 1 if the token's run has no finding any more.");
  const token_words words = add_token(explaining);
  const auto page = add_layout(explaining);
  const auto html = std::make_shared<std::string>();
  explaining
      .add_option("--html", *html, "Writes a page for a browser to FILE as well, or - instead")
      ->type_name("FILE");
  return [words, page, html] { return explain(*words, *page, *html); };
}

}  // namespace cli
