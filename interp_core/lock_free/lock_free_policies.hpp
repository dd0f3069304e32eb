// The choices containers with lock-free readers are made with, and taking a reference without one.
#pragma once

#include <atomic>

#include "interp_core/lock/locking.hpp"
#include "interp_core/object.hpp"
#include "interp_core/refcount/tryable.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The choices that are right. A scenario derives from it and replaces some.
struct lock_free_policies {
  using count = refcount::tryable;
  using locking = interp::locking::per_object<>;  // of writers, and of readers that fail

  // How an array or a table is published.
  static constexpr std::memory_order publish = std::memory_order_release;

  // How a reader looks whether the container is marked as shared.
  static constexpr std::memory_order load_mark = std::memory_order_acquire;

  // Mistakes that were made, each of them right as it stands here.

  // What readers may be looking at is freed a grace period later (pattern P7).
  static constexpr bool waits_to_free = true;
  // Readers take a reference only to what still lives, and where they found it (pattern P2).
  static constexpr bool tries_to_take = true;
  // A reader that does not own the container marks it as shared first, since the owner's resizes
  // free at once what nobody shares (gh-144295).
  static constexpr bool marks_on_read = true;
  // A reader asks the array itself how long it is: the size may be another array's (pattern P4).
  static constexpr bool asks_the_array = true;
  // Items in an array are moved pointer by pointer, atomically (gh-129069).
  static constexpr bool moves_atomically = true;
  // A fresh array has null in every slot before readers can see it (gh-118561).
  static constexpr bool clears_before_publishing = true;
};

// A reference to what the slot holds at some instant of the call: null where it holds nothing, or
// where the attempt failed and the caller must go another way.
//
// Source: _Py_TryXGetRef. The second look at the slot is what tells that the object was still in
// it, and had not died and been made anew elsewhere, when the reference was taken.
template <class Policies, class Slot>
object<typename Policies::count>* try_get_reference(runtime& rt, const Slot& slot) {
  object<typename Policies::count>* const seen = slot.get();
  if (seen == nullptr) return nullptr;
  if (!Policies::tries_to_take) {
    incref(rt, *seen);
    return seen;
  }
  if (!seen->refcount.try_increment(rt)) return nullptr;
  if (slot.get() == seen) return seen;
  decref(rt, *seen);
  return nullptr;
}

// Whether readers other than the container's owner have been seen.
//
// Source: CPython's _PyObject_GC_SET_SHARED; owner is the thread that made the container. Set under
// the container's lock. Deviation: the mark is stored with release and loaded with acquire, where
// pycore_gc.h has both relaxed. A reader that sees the mark must also see what an owner that had
// not yet seen it has published, or it may look for the array that this owner has freed at once.
class sharing {
 public:
  sharing() { sync::label(is_shared_, "is shared"); }

  bool is_owner() const { return sync::this_thread_id() == owner_; }
  bool is_shared(std::memory_order order = std::memory_order_acquire) const {
    return is_shared_.load(order);
  }
  void mark() { is_shared_.store(true, std::memory_order_release); }

  // For a reader without the lock: may it look?
  template <class Policies>
  bool may_read() const {
    return !Policies::marks_on_read || is_owner() || is_shared(Policies::load_mark);
  }
  // For a writer with it: must what it replaces outlive the readers?
  template <class Policies>
  bool must_wait() {
    if (!Policies::waits_to_free) return false;
    if (!is_owner() && !is_shared()) mark();
    return is_shared();
  }

 private:
  const std::uint32_t owner_ = sync::this_thread_id();
  sync::atomic<bool> is_shared_{false};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
