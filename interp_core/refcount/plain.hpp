// Reference count as the build with a GIL has it: an ordinary variable.
//
// Source: Py_INCREF and Py_DECREF before free threading. Right only while one lock lets one thread
// run at a time.
#pragma once

#include <cstdint>

#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

class plain {
 public:
  plain() { sync::label(count_, "refcount"); }

  void increment(runtime&) { count_.set(count_.get() + 1); }

  // True if that was the last reference.
  bool decrement(runtime&) {
    const std::int64_t left = count_.get() - 1;
    count_.set(left);
    return left == 0;
  }

  // For checks, when no other thread is about.
  std::int64_t value() const { return count_.get(); }

 private:
  sync::var<std::int64_t> count_{1};
};

}  // namespace refcount
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
