// Why a history is not linearizable, as text for people.
#pragma once

#include <functional>
#include <string>

#include "checkers/linearizability/checker.hpp"
#include "checkers/linearizability/history.hpp"

namespace suture::linearizability {

// A timeline of the operations in question, in which each has the number it has in the longest
// partial linearization and ✗ marks the first that fits nowhere; that linearization with the state
// after each step; and what the marked operation would have to return. Of a long history only what
// surrounds the failure is shown.
//
// `origin` says where an operation comes from, such as "line 7", or nothing.
std::string explain(const failure& why, const history& operations,
                    const std::function<std::string(word)>& origin = {});

}  // namespace suture::linearizability
