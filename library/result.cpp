#include <fmt/format.h>

#include "library/suture.hpp"

namespace suture {

std::string_view to_string(verdict v) {
  switch (v) {
    case verdict::verified:
      return "verified";
    case verdict::passed:
      return "passed";
    case verdict::found:
      return "found";
    case verdict::bounded:
      return "bounded";
    case verdict::inconclusive:
      break;
  }
  return "inconclusive";
}

std::string result::to_string() const {
  std::string text = fmt::format("{}: {}\n", suture::to_string(verdict), guarantee);
  if (!explanation.empty()) text += "\n" + explanation;
  return text;
}

}  // namespace suture
