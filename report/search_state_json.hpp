// How far a search has come, as one line of JSON.
#pragma once

#include <string>
#include <string_view>

#include "model/explore/parallel/search_state.hpp"

namespace suture::report {

std::string to_line(const search_state& s);

// Throws std::runtime_error for what to_line has not written. A finding's `what` is empty but for
// its kind and message: a replay tells the rest.
search_state search_state_from_line(std::string_view line);

}  // namespace suture::report
