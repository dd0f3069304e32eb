// The choices weak references are made with, and the locks of their lists.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "interp_core/lock/hold.hpp"
#include "interp_core/refcount/tryable.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The choices that are right. A scenario derives from it and replaces some.
struct weakref_policies {
  // Of objects and of their weak references. It has try_increment.
  using count = refcount::tryable;
  // Anything with lock and unlock, and made from nothing.
  using lock = sync::mutex;
  // Locks for the lists of all objects (CPython: NUM_WEAKREF_LIST_LOCKS, 127).
  static constexpr std::size_t locks = 127;

  // Mistakes that can be made, each of them right as it stands here.

  // A strong reference is taken only from an object that still lives.
  static constexpr bool tries_object = true;
  // Who takes one holds the list's lock: without it the object may be freed under the attempt.
  static constexpr bool locks_get = true;
  // The end of an object goes through the list with the lock held.
  static constexpr bool locks_clear = true;
  // Callbacks are called when the lock is left, for they may do anything.
  static constexpr bool calls_unlocked = true;
  // Who is going to call a callback has a reference to its weak reference meanwhile.
  static constexpr bool holds_the_called = true;
  // The weak reference that is there already is used again only where it still lives (gh-150247).
  static constexpr bool tries_weakref = true;
  // Whoever has made a new one looks again whether there is one already.
  static constexpr bool looks_again = true;
  // Counts are told that others than the owner will try.
  static constexpr bool expects_tries = true;
};

// In the place of a lock that an operation has been told not to take.
struct [[nodiscard]] no_hold {
  template <class Lock>
  explicit no_hold(Lock&) {}
  ~no_hold() {}  // not trivial, so that an unused one is no warning
};
template <bool Locks, class Lock>
using hold_if = std::conditional_t<Locks, hold<Lock>, no_hold>;

// Made before the objects and their weak references, and outlives them: a weak reference that has
// outlived its object still asks for the lock. An object's lock is found by its address.
//
// Source: CPython's WEAKREF_LIST_LOCK. Deviation: an object keeps a pointer to its lock.
template <class Policies = weakref_policies>
class weakref_locks {
 public:
  using lock = typename Policies::lock;

  weakref_locks() {
    for (lock& each : locks_) sync::label(each, "of weak references");
  }
  weakref_locks(const weakref_locks&) = delete;
  weakref_locks& operator=(const weakref_locks&) = delete;

  lock& of(const void* object) {
    // The low bits are the same in all objects.
    return locks_[reinterpret_cast<std::uintptr_t>(object) / 16 % Policies::locks];
  }

 private:
  std::array<lock, Policies::locks> locks_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
