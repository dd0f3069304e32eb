// The command line `suture` reads: all subcommands with their options, in the order of the help.
#pragma once

#include <CLI/App.hpp>
#include <vector>

#include "cli/command.hpp"

namespace cli {

struct command_line {
  command_line();

  // Of the subcommand that was parsed; carries it out and gives the exit status.
  const action& chosen() const;

  CLI::App app;

 private:
  std::vector<action> actions_;  // of the subcommands, in their order
};

}  // namespace cli
