// suture replay: the run of a token once more.
#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/token_run.hpp"

namespace cli {

namespace {

int replay(const std::vector<std::string>& words, const suture::report::layout& page,
           bool lenient) {
  const token_run run = run_of(words);
  const suture::result r =
      suture::replay(run.body, run.what, {run.expected, run.again, page},
                     lenient ? suture::following::lenient : suture::following::strict);
  fmt::print("{}", r.explanation);
  return as_expected(r, run.expected) ? exit_status::as_expected : exit_status::differs;
}

}  // namespace

action add_replay(CLI::App& app) {
  CLI::App& replaying = *app.add_subcommand(
      "replay",
      "Repeats the run of a token and prints its interleaving. Exit status 0 if the\n"
      "finding is the one expected of the scenario, 1 if it is not, if it is gone or if\n"
      "the scenario has changed since.");
  const token_words words = add_token(replaying);
  const auto page = add_layout(replaying);
  const auto lenient = std::make_shared<bool>(false);
  replaying.add_flag("--lenient", *lenient,
                     "Where the scenario has changed since: follow the token as far as it goes,\n"
                     "say at which step it was left, and go on with the base policy. The exit\n"
                     "status then goes by what that run shows, whose token is a new one");
  return [words, page, lenient] { return replay(*words, *page, *lenient); };
}

}  // namespace cli
