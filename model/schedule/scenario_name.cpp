#include "model/schedule/scenario_name.hpp"

#include <algorithm>
#include <stdexcept>

#include "model/schedule/base64url.hpp"

namespace suture {

namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_';
}

// Can the name be got back from its readable form? At most one slash, not in front, and commas only
// behind it.
bool is_usual(std::string_view name) {
  const std::size_t slash = name.find('/');
  if (name.empty() || slash == 0) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (is_plain(c) || c == '=' || i == slash) continue;
    if (c != ',' || slash == std::string_view::npos || i < slash) return false;
  }
  return true;
}

}  // namespace

std::string escape_scenario(std::string_view name) {
  if (!is_usual(name)) return "~" + to_base64url(name);
  std::string text(name);
  for (char& c : text) {
    if (c == '/' || c == ',') c = '~';
    if (c == '=') c = '-';
  }
  return text;
}

std::string unescape_scenario(std::string_view text) {
  if (text.starts_with('~')) {
    const std::optional<std::string> name = from_base64url(text.substr(1));
    if (!name) throw std::out_of_range("not a scenario's name");
    return *name;
  }
  std::string name(text);
  std::replace(name.begin(), name.end(), '-', '=');
  std::replace(name.begin(), name.end(), '~', ',');
  const std::size_t slash = name.find(',');
  if (slash != std::string::npos) name[slash] = '/';
  return name;
}

}  // namespace suture
