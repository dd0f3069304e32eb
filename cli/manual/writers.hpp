// What is written from the command line's own help. The same program gives the same bytes.
#pragma once

#include <string>
#include <string_view>

#include "cli/manual/tree.hpp"

namespace cli::manual {

// A page of section 1 for man, in roff with the macros of man(7).
std::string to_roff(const program_text& p, std::string_view version);

// Completion for bash: commands, options, values that the help explains, files, and the scenarios
// of the catalogue, which the command is asked for. Needs bash 4 and nothing else.
std::string to_bash(const program_text& p);

// The same for zsh, as a function of its completion system.
std::string to_zsh(const program_text& p);

}  // namespace cli::manual
