// Memory whose every block is known: where it was allocated, whether it is live, parked in a
// freelist or freed. What is still live at the end of a run is a leak.
#pragma once

#include <new>
#include <utility>

#include "model/sync/engine/hooks.hpp"

namespace suture::sync {
inline namespace engine_backend {

// Null only where the run explores the failure of allocations.
[[nodiscard]] inline void* allocate(std::size_t bytes, site where = site::current()) {
  return hooks::allocate(bytes, where);
}
inline void deallocate(void* block, site where = site::current()) {
  hooks::deallocate(block, where);
}

// A block of its own holding a T; destroy ends both. Null where the allocation failed.
template <class T, class... Args>
[[nodiscard]] T* make_at(site where, Args&&... args) {
  static_assert(alignof(T) <= 16, "blocks are aligned to 16 bytes");
  void* block = hooks::allocate(sizeof(T), where);
  if (block == nullptr) return nullptr;
  try {
    return ::new (block) T(std::forward<Args>(args)...);
  } catch (...) {
    hooks::deallocate(block, where);
    throw;
  }
}
template <class T, class... Args>
[[nodiscard]] T* make(Args&&... args) {
  return make_at<T>(site{}, std::forward<Args>(args)...);
}
template <class T>
void destroy(T* object, site where = site::current()) {
  if (object == nullptr) return;
  object->~T();
  hooks::deallocate(object, where);
}

// Between retire and revive the block lies in a freelist, its contents put away: an access to
// anything in it is a finding.
inline void retire(void* block, site where = site::current()) { hooks::retire(block, where); }
inline void revive(void* block, site where = site::current()) { hooks::revive(block, where); }

}  // namespace engine_backend
}  // namespace suture::sync
