// Calls of the code under test that the standard lets no exception leave.
#pragma once

#include "model/sync/engine/hooks.hpp"

namespace suture::sync {
inline namespace engine_backend {
namespace detail {

// Calls what std::terminate would be called for if an exception left it: that is a finding.
template <class Call>
void must_not_throw(const char* what, const site& where, Call call) {
  try {
    call();
  } catch (...) {
    hooks::left_by_exception(what, where);
  }
}

}  // namespace detail
}  // namespace engine_backend
}  // namespace suture::sync
