// The exhaustive search with several workers, or a part of it, or from where an earlier one
// stopped.
#pragma once

#include <functional>

#include "library/session.hpp"
#include "model/explore/parallel/divided_search.hpp"

namespace suture {

// `code` is code_mark() of the body. Each worker has an execution with the standard checkers, and
// an arena, of its own.
divided_exploration search_divided(const std::function<void()>& body, const options& how,
                                   const budget& b, const attendance& attended,
                                   const std::string& code, const progress_callback& progress);

}  // namespace suture
