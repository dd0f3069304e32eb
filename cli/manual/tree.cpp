#include "cli/manual/tree.hpp"

#include <algorithm>
#include <string_view>

namespace cli::manual {

namespace {

// "sc: interleavings" explains the value sc; "For each variant: 30s" explains none.
std::string value_explained(std::string_view item) {
  const std::size_t colon = item.find(": ");
  if (colon == std::string_view::npos) return {};
  std::string_view word = item.substr(0, colon);
  if (word.ends_with(":N")) word.remove_suffix(1);  // of bounded:N the user has to say the number
  const bool lower = std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ':';
  });
  return lower ? std::string(word) : std::string();
}

// Items stand on lines of their own, or behind a semicolon.
std::vector<std::string> choices_in(const std::string& help) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < help.size();) {
    const std::size_t end = std::min(help.find('\n', at), help.find("; ", at));
    const std::string value = value_explained(std::string_view(help).substr(at, end - at));
    if (!value.empty()) found.push_back(value);
    if (end == std::string::npos) break;
    at = end + (help[end] == '\n' ? 1 : 2);
  }
  return found;
}

option_text describe(const CLI::Option& o) {
  option_text text;
  text.positional = o.get_positional();
  if (text.positional) {
    text.names = {o.get_name(true)};
  } else {
    for (const std::string& name : o.get_snames()) text.names.push_back("-" + name);
    for (const std::string& name : o.get_lnames()) text.names.push_back("--" + name);
  }
  text.required = o.get_required();
  text.many = o.get_items_expected_max() > 1;
  if (o.get_items_expected_max() != 0) {
    const std::string type = o.get_type_name();
    const std::size_t colon = type.find(':');
    text.value = type.substr(0, colon);
    if (colon != std::string::npos) text.limits = type.substr(colon + 1);
    text.usual = o.get_default_str();
    text.choices = choices_in(o.get_description());
  }
  text.help = o.get_description();
  text.group = o.get_group();
  return text;
}

std::vector<option_text> options_of(const CLI::App& app) {
  std::vector<option_text> all;
  for (const CLI::Option* o : app.get_options()) {
    if (!o->get_group().empty()) all.push_back(describe(*o));  // else it is hidden
  }
  return all;
}

}  // namespace

program_text describe(const CLI::App& app) {
  program_text text;
  text.name = app.get_name();
  text.help = app.get_description();
  text.footer = app.get_footer();
  text.options = options_of(app);
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_group().empty()) continue;
    text.commands.push_back(
        {command->get_name(), command->get_description(), options_of(*command)});
  }
  return text;
}

bool names_file(const option_text& o) { return o.value == "FILE" || o.value == "FOLDER"; }

}  // namespace cli::manual
