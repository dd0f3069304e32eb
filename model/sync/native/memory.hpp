// allocate, make, retire and their opposites: operator new, and what AddressSanitizer adds.
#pragma once

#include <malloc.h>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

#include "model/sync/sanitizers.hpp"
#include "model/sync/site.hpp"

#if SUTURE_WITH_ASAN
#include <sanitizer/asan_interface.h>
#endif

namespace suture::sync {
inline namespace native_backend {

// Throws std::bad_alloc when memory runs out; never returns null here.
[[nodiscard]] inline void* allocate(std::size_t bytes, site = site::current()) {
  return ::operator new(bytes);
}
inline void deallocate(void* block, site = site::current()) noexcept { ::operator delete(block); }

namespace detail {

template <class T>
inline constexpr bool over_aligned = alignof(T) > __STDCPP_DEFAULT_NEW_ALIGNMENT__;

template <class T>
void* allocate_for(site where) {
  if constexpr (over_aligned<T>) {
    return ::operator new (sizeof(T), std::align_val_t{alignof(T)});
  } else {
    return allocate(sizeof(T), where);
  }
}
template <class T>
void deallocate_of(void* block, site where) noexcept {
  if constexpr (over_aligned<T>) {
    ::operator delete (block, std::align_val_t{alignof(T)});
  } else {
    deallocate(block, where);
  }
}

}  // namespace detail

// A block of its own holding a T; destroy ends both. A T that allocate()d storage was given by
// placement new may be destroyed too: the block's size need not be sizeof(T).
template <class T, class... Args>
[[nodiscard]] T* make_at(site where, Args&&... args) {
  static_assert(!std::is_array_v<T>, "make a std::array, or allocate and make the elements in it");
  void* block = detail::allocate_for<T>(where);
  try {
    return ::new (block) T(std::forward<Args>(args)...);
  } catch (...) {
    detail::deallocate_of<T>(block, where);
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
  detail::deallocate_of<T>(object, where);
}

namespace detail {

template <class T, class... Args>
T* make_in(void* room, site, Args&&... args) {
  return ::new (room) T(std::forward<Args>(args)...);
}

template <class T>
bool end_in(T* object, site) {
  object->~T();
  return true;
}

inline void* allocate_type_stable(std::size_t bytes, site where) { return allocate(bytes, where); }

}  // namespace detail

// Between retire and revive the block lies in a freelist and nobody may touch it: with
// AddressSanitizer such an access ends the process, otherwise nothing is checked. The block is
// one allocate() returned, so the allocator knows its size and no header is needed.
inline void retire([[maybe_unused]] void* block, site = site::current()) noexcept {
#if SUTURE_WITH_ASAN
  __asan_poison_memory_region(block, malloc_usable_size(block));
#endif
}
inline void revive([[maybe_unused]] void* block, site = site::current()) noexcept {
#if SUTURE_WITH_ASAN
  __asan_unpoison_memory_region(block, malloc_usable_size(block));
#endif
}

}  // namespace native_backend
}  // namespace suture::sync
