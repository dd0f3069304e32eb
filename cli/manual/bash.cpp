// Completion for bash.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/manual/writers.hpp"

namespace cli::manual {

namespace {

// What does not depend on the commands. A word as bash sees it ends at = and :, which the names of
// scenarios have in them: so the line is looked at instead, and what bash takes for words in front
// of the one it replaces is cut off the answers.
constexpr const char* helpers = R"bash(# Written from the command's own help: do not edit.

_suture_words() {
  local word=${COMP_WORDS[COMP_CWORD]-}
  [[ $word == [:=] ]] && word=
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
  COMPREPLY=("${COMPREPLY[@]#"${cur%"$word"}"}")
}

_suture_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}

_suture_scenarios() {
  case $cur in
    /* | ./* | ../*) _suture_files ;;
    *)
      local name rest names=
      while read -r name rest; do names+=" $name"; done \
        < <("${words[0]/#\~/$HOME}" list 2>/dev/null)
      _suture_words "$names"
      ;;
  esac
}

)bash";

// A case of the option before the cursor; empty where nothing can be said of its value.
std::string values_case(const option_text& o) {
  std::string action = ":";
  if (!o.choices.empty()) action = fmt::format("_suture_words '{}'", fmt::join(o.choices, " "));
  if (names_file(o)) action = "_suture_files";
  return fmt::format("        {}) {}; return ;;\n", fmt::join(o.names, " | "), action);
}

std::string operands_of(const command_text& c) {
  for (const option_text& o : c.options) {
    if (o.positional) return o.names.front() == "GLOB" ? "_suture_scenarios" : "_suture_files";
  }
  return ":";
}

std::string command_case(const command_text& c) {
  std::vector<std::string> names;
  std::string values;
  for (const option_text& o : c.options) {
    if (o.positional) continue;
    names.insert(names.end(), o.names.begin(), o.names.end());
    if (!o.value.empty()) values += values_case(o);
  }
  if (!values.empty()) values = fmt::format("      case $before in\n{}      esac\n", values);
  return fmt::format("    {})\n      options='{}'\n      operands={}\n{}      ;;\n", c.name,
                     fmt::join(names, " "), operands_of(c), values);
}

}  // namespace

std::string to_bash(const program_text& p) {
  std::vector<std::string> names, general;
  std::string cases;
  for (const command_text& c : p.commands) {
    names.push_back(c.name);
    cases += command_case(c);
  }
  for (const option_text& o : p.options) {
    general.insert(general.end(), o.names.begin(), o.names.end());
  }
  return helpers + fmt::format(R"bash(_suture() {{
  local line=${{COMP_LINE:0:COMP_POINT}} cur before options operands
  local -a words
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  cur=${{words[-1]}}
  COMPREPLY=()
  if ((${{#words[@]}} <= 2)); then
    _suture_words '{} {}'
    return
  fi
  before=${{words[-2]}}
  case ${{words[1]}} in
{}    *) return ;;
  esac
  case $cur in
    -*) _suture_words "$options" ;;
    *) "$operands" ;;
  esac
}}

complete -F _suture {}
)bash",
                               fmt::join(names, " "), fmt::join(general, " "), cases, p.name);
}

}  // namespace cli::manual
