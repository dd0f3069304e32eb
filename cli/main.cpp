// The command `suture`: see `suture --help`, and docs/tutorial.md.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <stdexcept>
#include <vector>

#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/litmus.hpp"
#include "cli/output.hpp"
#include "report/width.hpp"

namespace {

// Where nobody listens the exit status must do.
int complain(std::string_view message, int status) {
  std::fputs(fmt::format("suture: {}\n", suture::report::one_line(message)).c_str(), stderr);
  return status;
}

// Whoever was started without a standard stream would give its number to the first file it opens,
// and print into that.
void open_standard_streams() {
  for (int file = 0; file <= STDERR_FILENO; ++file) {
    if (fcntl(file, F_GETFD) >= 0) continue;
    const int opened = open("/dev/null", O_RDWR);
    if (opened >= 0 && opened != file) close(opened);
  }
}

// An option with an empty value is a variable that was not set, in a script: as if it were not
// there is the last thing it was meant to be.
void refuse_empty_values(CLI::App& app) {
  for (CLI::Option* o : app.get_options()) {
    if (o->get_positional() || o->get_items_expected_max() == 0) continue;
    o->check([name = o->get_name()](const std::string& value) {
      return value.empty() ? name + " is given, but its value is empty" : std::string();
    });
  }
}

// What was to be read on stdout and cannot be is no verdict.
int told(int status) {
  const std::string fault = cli::fault_of_output();
  if (fault.empty()) return status;
  return complain("cannot write to standard output: " + fault, cli::exit_status::not_written);
}

int run(int argc, char** argv) {
  CLI::App app("Deterministic concurrency testing for interpreter internals.", "suture");
  app.require_subcommand(1);
  app.footer(
      "Exit status: 0 as expected, 1 a verdict differs from the expected one, 2 wrong use, or "
      "output that could not be written, 3 internal error.");
  std::vector<cli::action> actions;
  actions.push_back(cli::add_list(app));
  actions.push_back(cli::add_check(app));
  actions.push_back(cli::add_replay(app));
  actions.push_back(cli::add_shrink(app));
  actions.push_back(cli::add_explain(app));
  actions.push_back(cli::add_graph(app));
  actions.push_back(cli::add_merge(app));
  actions.push_back(cli::add_estimate(app));
  actions.push_back(cli::add_compare(app));
  actions.push_back(cli::add_pairs(app));
  actions.push_back(cli::add_litmus(app));
  actions.push_back(cli::add_history(app));
  actions.push_back(cli::add_page(app));
  actions.push_back(cli::add_ext(app));
  for (CLI::App* command : app.get_subcommands({})) refuse_empty_values(*command);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return app.exit(e);  // --help
    return complain(e.what(), cli::exit_status::wrong_use);
  }
  const auto all = app.get_subcommands({});
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i]->parsed()) return told(actions[i]());
  }
  return cli::exit_status::wrong_use;
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_streams();
  try {
    return run(argc, argv);
  } catch (const cli::wrong_use& e) {
    return complain(e.what(), cli::exit_status::wrong_use);
  } catch (const std::invalid_argument& e) {
    return complain(e.what(), cli::exit_status::wrong_use);
  } catch (const std::exception& e) {
    if (std::ferror(stdout) != 0) return told(cli::exit_status::not_written);
    return complain(std::string("internal error: ") + e.what(), cli::exit_status::internal_error);
  }
}
