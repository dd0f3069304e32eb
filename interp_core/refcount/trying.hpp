// Taking a reference without having one: by whoever knows only that the memory is still there.
//
// Source: CPython's _Py_TryIncref and _PyObject_SetMaybeWeakref.
#pragma once

#include "interp_core/object.hpp"
#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// False where the object's end has begun: nothing brings it back. For policies with try_increment.
template <class Count>
[[nodiscard]] bool try_incref(runtime& rt, object<Count>& o) {
  return o.refcount.try_increment(rt);
}

// Others will try to take references to the object, which the caller has one to. Some policies must
// know, since to them a thread that is not the owner cannot tell an object that only its owner has
// counted from a dead one. Nothing to the others.
template <class Count>
void expect_tries(object<Count>& o) {
  if constexpr (requires { o.refcount.expect_tries(); }) o.refcount.expect_tries();
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
