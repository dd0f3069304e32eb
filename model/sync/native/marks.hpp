// Marks, which nobody listens to here. The arguments are not even copied.
#pragma once

#include "model/sync/marks.hpp"
#include "model/sync/native/atomic.hpp"

namespace suture::sync {
inline namespace native_backend {

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

}  // namespace native_backend
}  // namespace suture::sync
