// The kinds of findings in words, for reports that explain them.
#pragma once

#include <span>
#include <string_view>

namespace suture::report {

struct kind_words {
  std::string_view kind;  // as in finding_kind (model/run/finding.hpp)
  std::string_view what;  // a sentence
};

// One for each kind, in the order of finding_kind.
std::span<const kind_words> kinds();

}  // namespace suture::report
