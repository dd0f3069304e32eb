#include "tests/docs/links.hpp"

#include <cctype>
#include <regex>
#include <sstream>

namespace docs {

namespace {

// The lines of a page that are no code.
std::vector<std::string> prose(const std::string& page) {
  std::vector<std::string> lines;
  std::istringstream in(page);
  bool code = false;
  for (std::string line; std::getline(in, line);) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin != std::string::npos && line.compare(begin, 3, "```") == 0) {
      code = !code;
    } else if (!code) {
      lines.push_back(line);
    }
  }
  return lines;
}

std::string anchor_of(const std::string& heading) {
  std::string anchor;
  for (const char c : heading) {
    const auto u = static_cast<unsigned char>(c);
    if (std::isalnum(u) != 0 || c == '_' || u >= 0x80) anchor += static_cast<char>(std::tolower(u));
    if (c == ' ' || c == '-') anchor += '-';
  }
  return anchor;
}

}  // namespace

std::vector<std::string> links_of(const std::string& page) {
  static const std::regex link(R"(\]\(([^)\s]+)\))"), code("`[^`]*`");
  std::string text;
  for (const std::string& line : prose(page)) text += line + "\n";
  text = std::regex_replace(text, code, "");
  std::vector<std::string> found;
  for (std::sregex_iterator i(text.begin(), text.end(), link), end; i != end; ++i) {
    found.push_back((*i)[1]);
  }
  return found;
}

std::set<std::string> anchors_of(const std::string& page) {
  std::set<std::string> anchors;
  for (const std::string& line : prose(page)) {
    const std::size_t text = line.find_first_not_of('#');
    if (text == 0 || text == std::string::npos || line[text] != ' ') continue;
    anchors.insert(anchor_of(line.substr(text + 1)));
  }
  return anchors;
}

}  // namespace docs
