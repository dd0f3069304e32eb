// The command `suture`: see `suture --help`, and docs/tutorial.md.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <stdexcept>
#include <vector>

#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/litmus.hpp"
#include "report/width.hpp"

namespace {

int complain(std::string_view message, int status) {
  fmt::print(stderr, "suture: {}\n", suture::report::one_line(message));
  return status;
}

int run(int argc, char** argv) {
  CLI::App app("Deterministic concurrency testing for interpreter internals.", "suture");
  app.require_subcommand(1);
  app.footer(
      "Exit status: 0 as expected, 1 a verdict differs from the expected one, 2 wrong use, "
      "3 internal error.");
  std::vector<cli::action> actions;
  actions.push_back(cli::add_list(app));
  actions.push_back(cli::add_check(app));
  actions.push_back(cli::add_replay(app));
  actions.push_back(cli::add_merge(app));
  actions.push_back(cli::add_estimate(app));
  actions.push_back(cli::add_litmus(app));
  actions.push_back(cli::add_history(app));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return app.exit(e);  // --help
    return complain(e.what(), cli::exit_status::wrong_use);
  }
  const auto all = app.get_subcommands({});
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i]->parsed()) return actions[i]();
  }
  return cli::exit_status::wrong_use;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const cli::wrong_use& e) {
    return complain(e.what(), cli::exit_status::wrong_use);
  } catch (const std::invalid_argument& e) {
    return complain(e.what(), cli::exit_status::wrong_use);
  } catch (const std::exception& e) {
    return complain(std::string("internal error: ") + e.what(), cli::exit_status::internal_error);
  }
}
