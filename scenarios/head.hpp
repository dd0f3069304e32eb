// What stands in front of an object's fields.
#pragma once

#include "model/sync/sync.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {

// A base without use of its own, as an object's type is in Python: the object and its first field
// then have an address each, and a trace can name both.
struct head {
  const char* const type;  // a literal
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
