// Memory that stays of one type: freed and made anew at the same address while readers that hold an
// old pointer may still try.
//
// The kernel calls it SLAB_TYPESAFE_BY_RCU. A reader finds an object without a lock, and by the
// time it takes a reference the object may be gone, or another of the same type may be in its
// place. Its atomics can be used all the same: they give the old object's values or the new one's,
// and a reference count that is zero, or a key that is another's, tells the reader so. Plain data
// gives no such leave: a read of it without a reference is a race or a use after free, here as
// elsewhere.
//
// The same for the engine and the native backend (see sync.hpp). Natively, making an object is not
// an atomic store to the atomics in it, which ThreadSanitizer will say.
#pragma once

#include <algorithm>
#include <new>
#include <utility>
#include <vector>

#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace SUTURE_BACKEND_NAMESPACE {

// A pool of such objects. Its memory goes back when the pool is destroyed, which must come after
// every use of an object, atomic or not. An object that is not destroyed by then is a leak. Any
// thread may make and destroy; a lock inside orders them, as an allocator's does: what is destroyed
// happens before what is made in its place. The object destroyed last is the first to be replaced.
template <class T>
class type_stable {
 public:
  explicit type_stable(site where = site::current()) : lock_(where), made_(where) {}
  ~type_stable() {
    for (T* place : free_) deallocate(place, made_.seen_as(nearness::scope));
  }
  type_stable(const type_stable&) = delete;
  type_stable& operator=(const type_stable&) = delete;

  // In the place of a destroyed object or in new memory. Null where an allocation failed.
  template <class... Args>
  [[nodiscard]] T* make_at(site where, Args&&... args) {
    static_assert(alignof(T) <= 16, "blocks are aligned to 16 bytes");
    T* const place = take(where);
    if (place == nullptr) return nullptr;
    try {
      return detail::make_in<T>(place, where, std::forward<Args>(args)...);
    } catch (...) {
      give_back(place, where);
      throw;
    }
  }
  [[nodiscard]] T* make(site where = site::current()) { return make_at(where); }
  template <class A>
  [[nodiscard]] T* make(A&& a, site where = site::current()) {
    return make_at(where, std::forward<A>(a));
  }

  // Ends the object. Of its atomics the last values remain until another object is made there.
  void destroy(T* object, site where = site::current()) {
    if (object == nullptr) return;
    detail::end_in(object, where);
    give_back(object, where);
  }

 private:
  T* take(site where) {
    lock_.lock(where);
    T* place = nullptr;
    if (free_.empty()) {
      place = static_cast<T*>(detail::allocate_type_stable(sizeof(T), where));
    } else {
      place = free_.back();
      free_.pop_back();
    }
    lock_.unlock(where);
    return place;
  }
  void give_back(T* place, site where) {
    lock_.lock(where);
    const bool twice = std::find(free_.begin(), free_.end(), place) != free_.end();
    if (!twice) free_.push_back(place);
    lock_.unlock(where);
    check(!twice, "an object of type-stable memory is destroyed once", where);
  }

  mutex lock_;
  site made_;
  std::vector<T*> free_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync
