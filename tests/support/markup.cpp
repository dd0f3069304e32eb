#include "tests/support/markup.hpp"

#include <regex>
#include <vector>

namespace suture {

std::string unbalanced(std::string page) {
  page = page.substr(page.find('\n') + 1);  // the doctype
  const std::regex part(
      "<(/?)([a-z0-9]+)((?: [a-zA-Z-]+=\"[^\"<]*\")*) ?(/?)>|<|&(?!(amp|lt|gt|quot|#39);)");
  std::vector<std::string> open;
  for (std::sregex_iterator m(page.begin(), page.end(), part), end; m != end; ++m) {
    if (!(*m)[2].matched)
      return "stray: " + page.substr(static_cast<std::size_t>(m->position()), 40);
    if ((*m)[4].length() != 0) continue;
    if ((*m)[1].length() == 0) {
      open.push_back((*m)[2]);
    } else if (open.empty() || open.back() != (*m)[2]) {
      return "closes what is not open: " + m->str();
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : "left open: " + open.back();
}

}  // namespace suture
