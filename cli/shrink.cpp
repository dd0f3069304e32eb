// suture shrink: a token of the same finding that is easier to read.
#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/token_run.hpp"

namespace cli {

namespace {

std::string counted(std::uint32_t n, std::string_view what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "es");
}

std::string words(const suture::complexity& c) {
  return fmt::format("{}, {} decision{} that {} not the default, {} of them odd, {} events",
                     counted(c.switches, "switch"), c.decisions, c.decisions == 1 ? "" : "s",
                     c.decisions == 1 ? "is" : "are", c.odd, c.events);
}

int shrink(const std::vector<std::string>& words_given, const suture::report::layout& page,
           const suture::shrink_budget& most) {
  const token_run run = run_of(words_given);
  const suture::shrunk_token s =
      suture::shrink(run.body, run.what, {run.expected, run.again, page}, most);
  fmt::print("{}", s.shown.explanation);
  if (s.shown.verdict != suture::verdict::found) return exit_status::differs;
  fmt::print("\n  before  {}\n  after   {}\n  in {} runs\n", words(s.how.before),
             words(s.how.after), s.how.runs);
  return exit_status::as_expected;
}

}  // namespace

action add_shrink(CLI::App& app) {
  CLI::App& shrinking = *app.add_subcommand(
      "shrink",
      "Makes the run of a token simpler: fewer switches between threads, and no odd decision\n"
      "that its finding does not need. Prints the run, with its new token. Exit status 0,\n"
      "or 1 if the token's run has no finding any more, or the scenario has changed since.");
  const token_words words_given = add_token(shrinking);
  const auto page = add_layout(shrinking);
  const auto most = std::make_shared<suture::shrink_budget>();
  shrinking
      .add_option("--runs", most->runs,
                  fmt::format("At most so many runs (default {})", most->runs))
      ->check(CLI::Range(1U, 10'000'000U));
  return [words_given, page, most] { return shrink(*words_given, *page, *most); };
}

}  // namespace cli
