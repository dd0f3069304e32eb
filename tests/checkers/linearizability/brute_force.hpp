// Consistency by definition: try every order. For histories of a handful of operations.
#pragma once

#include <vector>

#include "checkers/linearizability/history.hpp"
#include "checkers/linearizability/model.hpp"

namespace suture::linearizability::testing {

enum class condition { linearizable, sequentially_consistent, quiescently_consistent };

// Operations marked as optional may be left out although they returned, as pending ones may.
bool holds_by_brute_force(condition c, const history& operations, const model& spec,
                          const std::vector<bool>& optional = {});

}  // namespace suture::linearizability::testing
