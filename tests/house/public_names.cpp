#include "tests/house/public_names.hpp"

#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "tests/house/declarations.hpp"

namespace house {

namespace {

namespace fs = std::filesystem;

// What a program that uses Suture includes, but for the headers of `sync`.
const char* const public_headers[] = {"library/suture.hpp", "library/gtest.hpp",
                                      "library/extend.hpp", "model/run/finding.hpp"};
const char* const sync_folders[] = {"model/sync", "model/sync/engine", "model/sync/shared"};
// What the wrappers of `sync` stand on, which is not for programs.
const std::set<std::string> not_public = {
    "hooks.hpp",         "operation.hpp", "backend.hpp",    "mutation.hpp", "sanitizers.hpp",
    "unheard_marks.hpp", "durations.hpp", "lock_calls.hpp", "padding.hpp",  "plain_value.hpp"};

std::string trimmed(std::string text) {
  const std::string blanks = " \t";
  text.erase(0, std::min(text.find_first_not_of(blanks), text.size()));
  text.erase(text.find_last_not_of(blanks) + 1);
  return text;
}

// What stands in backquotes in `text`, each without what follows the name: arguments, "<T>".
std::vector<std::string> quoted_names(const std::string& text) {
  std::vector<std::string> all;
  for (std::size_t at = 0; (at = text.find('`', at)) != std::string::npos;) {
    const std::size_t end = text.find('`', at + 1);
    if (end == std::string::npos) break;
    std::string name = text.substr(at + 1, end - at - 1);
    at = end + 1;
    const bool option = name.starts_with("-") || name.starts_with("suture ");
    name = name.substr(0, name.find_first_of(option ? "=[" : "<({=[ "));
    if (name.starts_with("--")) name = name.substr(0, name.find(' '));
    name = trimmed(name);
    if (!name.empty()) all.push_back(name);
  }
  return all;
}

// With all that it belongs to?
bool is_whole(const std::string& name) {
  return name.starts_with("sync::") || name.starts_with("suture::") || name.starts_with("suture ");
}

bool is_macro(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isupper(c) != 0 || std::isdigit(c) != 0 || c == '_';
  });
}

}  // namespace

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error(file.string() + " cannot be read");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

names names_declared(std::string_view header) { return declarations(header).read(); }

names macros_defined(std::string_view header) {
  static const std::regex defined("(?:(?:^|\n)#define |defined\\()([A-Za-z][A-Za-z_0-9]*)");
  names all;
  const std::string text(header);
  for (std::sregex_iterator m(text.begin(), text.end(), defined), end; m != end; ++m) {
    all.insert((*m)[1]);
  }
  return all;
}

names commands_added(std::string_view source) {
  static const std::regex added("add_(subcommand|option|flag)\\(\\s*\"([^\"]*)\"");
  names all;
  std::string command;
  const std::string text(source);
  for (std::sregex_iterator m(text.begin(), text.end(), added), end; m != end; ++m) {
    const std::string what = (*m)[1], name = (*m)[2];
    if (what == "subcommand") {
      command = "suture " + name;
      all.insert(command);
    } else if (name.starts_with("-")) {
      const std::string option = name.substr(name.find("--"), name.find(','));
      all.insert(command.empty() ? option : command + " " + option);
    }
  }
  return all;
}

names names_explained(std::string_view page) {
  names all;
  std::string owner;
  std::istringstream lines{std::string(page)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#")) {
      const auto named = quoted_names(line);
      owner = !named.empty() && is_whole(named.front()) ? named.front() : "";
      if (!owner.empty()) all.insert(owner);
    } else if (line.starts_with("|") && !line.starts_with("|--")) {
      for (const std::string& name : quoted_names(line.substr(1, line.find('|', 1) - 1))) {
        const bool whole = owner.empty() || is_whole(name) || is_macro(name);
        all.insert(whole ? name : owner + (name.starts_with("-") ? " " : "::") + name);
      }
    }
  }
  return all;
}

names public_names(const fs::path& root) {
  std::vector<fs::path> headers;
  for (const char* header : public_headers) headers.push_back(root / header);
  for (const char* folder : sync_folders) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::directory_iterator(root / folder)) {
      const bool header = entry.path().extension() == ".hpp";
      if (header && !not_public.contains(entry.path().filename().string())) {
        headers.push_back(entry.path());
      }
    }
  }
  std::string text;  // of all: a class may inherit from one in another header
  for (const fs::path& header : headers) text += text_of(header) + "\n";
  names all = names_declared(text);
  all.merge(macros_defined(text));
  for (const auto& entry : fs::directory_iterator(root / "cli")) {
    if (entry.path().extension() == ".cpp") all.merge(commands_added(text_of(entry.path())));
  }
  // Formats of reports are options of their name.
  static const std::regex registered("const format \\w+ = \\{\\s*\"(\\w+)\"");
  for (const auto& entry : fs::directory_iterator(root / "report/formats")) {
    const std::string source = text_of(entry.path());
    std::smatch m;
    if (std::regex_search(source, m, registered)) all.insert("--" + std::string(m[1]));
  }
  // What the environment may ask.
  static const std::regex variable("//   (SUTURE_[A-Z]+)=");
  const std::string environment = text_of(root / "library/environment.hpp");
  for (std::sregex_iterator m(environment.begin(), environment.end(), variable), end; m != end;
       ++m) {
    all.insert((*m)[1]);
  }
  all.insert("suture::token_error");  // of model/schedule/token.hpp, which is not public
  return all;
}

}  // namespace house
