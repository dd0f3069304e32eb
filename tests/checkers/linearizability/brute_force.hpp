// Consistency by definition: try every order. For histories of a handful of operations.
#pragma once

#include <vector>

#include "checkers/linearizability/history.hpp"
#include "checkers/linearizability/model.hpp"
#include "checkers/linearizability/precedence.hpp"

namespace suture::linearizability::testing {

enum class condition { linearizable, sequentially_consistent, quiescently_consistent };

// Operations marked as optional may be left out although they returned, as pending ones may.
bool holds_by_brute_force(condition c, const history& operations, const model& spec,
                          const std::vector<bool>& optional = {});

// Whether there is an order that contains `order`.
bool holds_by_brute_force(const closure& order, const history& operations, const model& spec);

}  // namespace suture::linearizability::testing
