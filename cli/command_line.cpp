#include "cli/command_line.hpp"

#include <string>

#include "cli/exit_status.hpp"
#include "cli/litmus.hpp"

namespace cli {

namespace {

// An option with an empty value is a variable that was not set, in a script: as if it were not
// there is the last thing it was meant to be.
void refuse_empty_values(CLI::App& app) {
  for (CLI::Option* o : app.get_options()) {
    if (o->get_positional() || o->get_items_expected_max() == 0) continue;
    // Without a description of its own, which the help would show as a part of the type.
    o->check([name = o->get_name()](const std::string& value) {
      return value.empty() ? name + " is given, but its value is empty" : std::string();
    });
  }
}

}  // namespace

command_line::command_line()
    : app("Deterministic concurrency testing for interpreter internals.", "suture") {
  app.require_subcommand(1);
  app.footer(
      "Exit status: 0 as expected, 1 a verdict differs from the expected one, 2 wrong use, or "
      "output that could not be written, 3 internal error.");
  for (const auto add :
       {add_list, add_check, add_replay, add_shrink, add_explain, add_graph, add_merge,
        add_estimate, add_compare, add_pairs, add_litmus, add_history, add_page, add_ext}) {
    actions_.push_back(add(app));
  }
  for (CLI::App* command : app.get_subcommands({})) refuse_empty_values(*command);
}

const action& command_line::chosen() const {
  const auto all = app.get_subcommands({});
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i]->parsed()) return actions_[i];
  }
  throw wrong_use("there is no command");  // which the parser has seen to
}

}  // namespace cli
