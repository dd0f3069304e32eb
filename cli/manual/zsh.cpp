// Completion for zsh.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/manual/writers.hpp"

namespace cli::manual {

namespace {

constexpr const char* helpers = R"zsh(# Written from the command's own help: do not edit.

_suture_scenarios() {
  local -a names
  names=(${${(f)"$(_call_program scenarios suture list 2>/dev/null)"}%% *})
  _alternative 'scenarios:scenario:compadd -a names' 'modules:module:_files -g "*.so"'
}

)zsh";

// The first sentence, or line, within single quotes and brackets.
std::string short_help(std::string_view help) {
  const std::size_t end = std::min(help.find('\n'), help.find(". "));
  help = help.substr(0, end);
  if (help.ends_with('.')) help.remove_suffix(1);
  std::string all;
  for (const char c : help) {
    if (c == '\'') {
      all += "'\\''";
      continue;
    }
    if (c == '[' || c == ']' || c == '\\' || c == ':') all += '\\';
    all += c;
  }
  return all;
}

std::string action_of(const option_text& o) {
  if (names_file(o)) return "_files";
  if (o.choices.empty()) return " ";
  std::string all;
  for (const std::string& value : o.choices) {
    all += all.empty() ? "" : " ";
    for (const char c : value) all += c == ':' ? "\\:" : std::string(1, c);
  }
  return fmt::format("({})", all);
}

std::string option_line(const option_text& o) {
  if (o.positional) {
    const std::string& name = o.names.front();
    return fmt::format("        '{}:{}:{}' \\\n", o.many ? "*" : "", name,
                       name == "GLOB" ? "_suture_scenarios" : "_files");
  }
  std::string lines;
  for (const std::string& name : o.names) {
    const std::string others =
        o.names.size() > 1 ? fmt::format("({})", fmt::join(o.names, " ")) : std::string();
    const std::string value =
        o.value.empty() ? std::string() : fmt::format(":{}:{}", o.value, action_of(o));
    lines += fmt::format("        '{}{}[{}]{}' \\\n", others, name, short_help(o.help), value);
  }
  return lines;
}

std::string command_case(const command_text& c) {
  std::string lines;
  for (const option_text& o : c.options) lines += option_line(o);
  return fmt::format("    {})\n      _arguments \\\n{}        && return\n      ;;\n", c.name,
                     lines);
}

}  // namespace

std::string to_zsh(const program_text& p) {
  std::string commands, cases, general;
  for (const command_text& c : p.commands) {
    commands += fmt::format("    '{}:{}'\n", c.name, short_help(c.help));
    cases += command_case(c);
  }
  for (const option_text& o : p.options) general += option_line(o);
  return fmt::format("#compdef {}\n", p.name) + helpers +
         fmt::format(R"zsh(_suture() {{
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a commands
  commands=(
{})
  _arguments -C \
{}        '1:command:->command' \
        '*::argument:->argument' && return
  case $state in
    command) _describe -t commands command commands; return ;;
  esac
  case $words[1] in
{}  esac
}}

_suture "$@"
)zsh",
                     commands, general, cases);
}

}  // namespace cli::manual
