// The command line as plain data, for what is written from it: the manual page and the completions
// of shells. There is no other source of them.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace cli::manual {

struct option_text {
  std::vector<std::string> names;  // "-h", "--help"; of a positional one, "GLOB"
  bool positional = false;
  bool required = false;
  bool many = false;
  std::string value;   // what stands behind it, "FILE"; empty: it is a flag
  std::string limits;  // of the value, as the help has them: "INT in [2 - 4]"
  std::string usual;   // the value without it
  std::string help;
  std::string group;
  std::vector<std::string> choices;  // values that the help explains one by one
};

struct command_text {
  std::string name;
  std::string help;
  std::vector<option_text> options;
};

struct program_text {
  std::string name;
  std::string help;
  std::string footer;
  std::vector<option_text> options;
  std::vector<command_text> commands;
};

program_text describe(const CLI::App& app);

// Is it the name of a file or folder?
bool names_file(const option_text& o);

}  // namespace cli::manual
