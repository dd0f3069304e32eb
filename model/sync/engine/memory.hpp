// Memory whose every block is known: where it was allocated, whether it is live, parked in a
// freelist or freed. What is still live at the end of a run is a leak.
#pragma once

#include <new>
#include <type_traits>
#include <utility>

#include "model/sync/engine/hooks.hpp"

namespace suture::sync {
inline namespace engine_backend {

// Aligned to 16 bytes. Null where the run explores the failure of allocations, and where there is
// no room: a thread has 256 MiB, one beyond the first 2,048 has 8 MiB.
[[nodiscard]] inline void* allocate(std::size_t bytes, site where = site::current()) {
  return hooks::allocate(bytes, 16, where);
}
inline void deallocate(void* block, site where = site::current()) {
  hooks::deallocate(block, where);
}

namespace detail {

struct no_site {};

// Makes a T at a place in the source. A T of `sync` takes that as its last argument; what takes
// anything there, as a constructor with a pack does, is not given it.
template <class T, class... Args>
T* make_in(void* room, site where, Args&&... args) {
  if constexpr (std::is_constructible_v<T, Args..., site> &&
                !std::is_constructible_v<T, Args..., no_site>) {
    return ::new (room) T(std::forward<Args>(args)..., where);
  } else {
    return ::new (room) T(std::forward<Args>(args)...);
  }
}

// Runs the destructor, whose members' ends then stand at the place too. False where the block the
// object lies in is freed already, which is reported.
template <class T>
bool end_in(T* object, site where) {
  site around = where;
  if (!hooks::begin_destroy(object, around)) return false;
  object->~T();
  hooks::end_destroy(around);
  return true;
}

}  // namespace detail

// A block of its own holding a T; destroy ends both. Null where the allocation failed.
template <class T, class... Args>
[[nodiscard]] T* make_at(site where, Args&&... args) {
  static_assert(!std::is_array_v<T>, "make a std::array, or allocate and make the elements in it");
  void* block = hooks::allocate(sizeof(T), alignof(T), where);
  if (block == nullptr) return nullptr;
  try {
    return detail::make_in<T>(block, where, std::forward<Args>(args)...);
  } catch (...) {
    hooks::deallocate(block, where);
    throw;
  }
}
// The same at the place of the call. A parameter with a default cannot follow a pack, so up to four
// arguments are spelled out; more go by the place where the object's members are made.
template <class T>
[[nodiscard]] T* make(site where = site::current()) {
  return make_at<T>(where);
}
template <class T, class A>
[[nodiscard]] T* make(A&& a, site where = site::current()) {
  return make_at<T>(where, std::forward<A>(a));
}
template <class T, class A, class B>
[[nodiscard]] T* make(A&& a, B&& b, site where = site::current()) {
  return make_at<T>(where, std::forward<A>(a), std::forward<B>(b));
}
template <class T, class A, class B, class C>
[[nodiscard]] T* make(A&& a, B&& b, C&& c, site where = site::current()) {
  return make_at<T>(where, std::forward<A>(a), std::forward<B>(b), std::forward<C>(c));
}
template <class T, class A, class B, class C, class D>
[[nodiscard]] T* make(A&& a, B&& b, C&& c, D&& d, site where = site::current()) {
  return make_at<T>(where, std::forward<A>(a), std::forward<B>(b), std::forward<C>(c),
                    std::forward<D>(d));
}
template <class T, class... Args>
requires(sizeof...(Args) > 4) [[nodiscard]] T* make(Args&&... args) {
  return make_at<T>(site{}, std::forward<Args>(args)...);
}
template <class T>
void destroy(T* object, site where = site::current()) {
  if (object == nullptr || !detail::end_in(object, where)) return;
  hooks::deallocate(object, where);
}

namespace detail {

// A block whose atomics outlive their destructors: see model/sync/type_stable.hpp.
inline void* allocate_type_stable(std::size_t bytes, site where) {
  void* block = hooks::allocate(bytes, 16, where);
  if (block != nullptr) hooks::keep_type(block);
  return block;
}

}  // namespace detail

// Between retire and revive the block lies in a freelist, its contents put away: an access to
// anything in it is a finding.
inline void retire(void* block, site where = site::current()) { hooks::retire(block, where); }
inline void revive(void* block, site where = site::current()) { hooks::revive(block, where); }

}  // namespace engine_backend
}  // namespace suture::sync
