// Pages that are HTML and XML at once.
#pragma once

#include <string>

namespace suture {

// What is open where the page ends, or the first thing that is wrong with it; empty for a page that
// is well-formed.
std::string unbalanced(std::string page);

}  // namespace suture
