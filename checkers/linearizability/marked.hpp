// From the marks of a run (model/sync/marks.hpp) to the values and the words of histories.
#pragma once

#include <string>

#include "checkers/linearizability/value.hpp"
#include "model/sync/marks.hpp"

namespace suture::linearizability {

// What is unknown is None.
value value_of(const sync::mark_value& v);

// "list.append(1)"
std::string to_string(const sync::marked_call& call);

// "None", "raises KeyError"; of what is unknown, "left by an exception".
std::string result_text(const sync::mark_value& result);

}  // namespace suture::linearizability
