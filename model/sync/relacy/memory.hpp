// allocate, make, retire and their opposites over Relacy's allocator.
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

#include "model/sync/relacy/execution.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace relacy_backend {

// What is not deallocated at the end of the execution is a finding (leak), what is deallocated
// twice another. A freed block may be handed out again at once; that is a choice of the schedule.
// Never returns null.
[[nodiscard]] inline void* allocate(std::size_t bytes, site where = site::current()) {
  return rl::ctx().alloc(bytes, false, relacy::info(where));
}
inline void deallocate(void* block, site where = site::current()) {
  rl::ctx().free(block, false, relacy::info(where));
}

template <class T, class... Args>
[[nodiscard]] T* make_at(site where, Args&&... args) {
  static_assert(!std::is_array_v<T>, "make a std::array, or allocate and make the elements in it");
  static_assert(alignof(T) <= rl::alignment, "Relacy's allocator knows no larger alignment");
  void* block = allocate(sizeof(T), where);
  try {
    return ::new (block) T(std::forward<Args>(args)...);
  } catch (...) {
    deallocate(block, where);
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
  deallocate(object, where);
}

// Relacy has no notion of memory that rests in a freelist.
inline void retire(void*, site = site::current()) {}
inline void revive(void*, site = site::current()) {}

}  // namespace relacy_backend
}  // namespace suture::sync
