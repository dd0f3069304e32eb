// A small selection of outcomes: one of each sort, and one whose texts are hostile.
#pragma once

#include <vector>

#include "report/outcome.hpp"

namespace suture::report {

std::vector<outcome> one_of_each_sort();

// Quotes, markup, control characters, bytes that are no UTF-8, in every text there is.
outcome hostile();

}  // namespace suture::report
