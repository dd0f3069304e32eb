// A model of one's own: a map from texts to texts, as in the key-value store that linearizability
// checkers are usually shown with. get(k) of a key never put is ''.
#pragma once

#include <memory>

#include "checkers/linearizability/model.hpp"

namespace suture::linearizability::testing {

// get(k), put(k, text), append(k, text)
std::shared_ptr<const model> make_kv();

}  // namespace suture::linearizability::testing
