// Marks in a backend where nobody listens to them. The arguments are not even copied.
//
// For the backends to include, behind their own atomic; the same for every one of them (see
// sync.hpp).
#pragma once

#include <atomic>
#include <vector>

#include "model/sync/marks.hpp"

namespace suture::sync {
inline namespace SUTURE_BACKEND_NAMESPACE {

class marked_operation {
 public:
  marked_operation(const void*, const char*) {}
  marked_operation(const void*, const char*, const std::vector<mark_value>&) {}
  marked_operation(const marked_operation&) = delete;
  marked_operation& operator=(const marked_operation&) = delete;
  void returns() {}
  void returns(const mark_value&) {}
};

template <class T>
T peek(const atomic<T>& of) {
  return of.load(std::memory_order_relaxed);
}

inline void mark_locked(const void*) {}
inline void mark_unlocked(const void*) {}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync
