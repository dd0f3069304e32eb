// Reference count under one mutex for all objects: the 1999 patch.
//
// Source: the first free-threading patch, as the Gilectomy talk tells of it: one mutex round every
// increment and decrement, and a Python four to seven times slower. One lock operation for each
// operation on a count.
#pragma once

#include <cstdint>

#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

class mutex {
 public:
  mutex() { sync::label(count_, "refcount"); }

  void increment(runtime& rt) {
    const sync::lock_guard<sync::mutex> guard(rt.refcount_mutex);
    count_.set(count_.get() + 1);
  }

  // True if that was the last reference. The object is released after the mutex is: a destructor
  // drops references itself, and the mutex is not recursive.
  bool decrement(runtime& rt) {
    const sync::lock_guard<sync::mutex> guard(rt.refcount_mutex);
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
