// A model that does not say which key an operation is about: to see what knowing it is worth, and
// that it changes no verdict.
#pragma once

#include <memory>

#include "checkers/linearizability/model.hpp"

namespace suture::linearizability::testing {

std::shared_ptr<const model> make_unkeyed(std::shared_ptr<const model> spec);

}  // namespace suture::linearizability::testing
