#include <fmt/format.h>

#include "library/suture.hpp"
#include "report/outcome.hpp"

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
    case verdict::part:
      return "part";
    case verdict::inconclusive:
      break;
  }
  return "inconclusive";
}

std::string result::coverage() const {
  return report::to_words({.executions = executions,
                           .blocked = blocked,
                           .moot = moot,
                           .cut_off = cut_off,
                           .abandoned = abandoned,
                           .failed = findings.size(),
                           .operations = events,
                           .longest_run = longest_run,
                           .graphs = depth,
                           .peak_bytes = peak_bytes},
                          seconds);
}

std::string result::to_string() const {
  std::string text = fmt::format("{}: {}\n", suture::to_string(verdict), guarantee);
  if (const std::string words = to_words(meaning); !words.empty()) {
    text += fmt::format("  {}\n", words);
  }
  if (!explanation.empty()) text += "\n" + explanation;
  return text;
}

}  // namespace suture
