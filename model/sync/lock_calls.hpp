// Calls of locks: with the place in the source where they take one, as those of `sync` do, and
// without where they do not, as any lock of the user's own may ([thread.req.lockable]).
#pragma once

#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace detail {

template <class L>
void take(L& l, const site& where) {
  if constexpr (requires { l.lock(where); }) {
    l.lock(where);
  } else {
    l.lock();
  }
}
template <class L>
bool try_to_take(L& l, const site& where) {
  if constexpr (requires { l.try_lock(where); }) {
    return l.try_lock(where);
  } else {
    return l.try_lock();
  }
}
template <class L>
void give_back(L& l, const site& where) {
  if constexpr (requires { l.unlock(where); }) {
    l.unlock(where);
  } else {
    l.unlock();
  }
}
template <class L, class Duration>
bool take_for(L& l, const Duration& d, const site& where) {
  if constexpr (requires { l.try_lock_for(d, where); }) {
    return l.try_lock_for(d, where);
  } else {
    return l.try_lock_for(d);
  }
}
template <class L, class Moment>
bool take_until(L& l, const Moment& deadline, const site& where) {
  if constexpr (requires { l.try_lock_until(deadline, where); }) {
    return l.try_lock_until(deadline, where);
  } else {
    return l.try_lock_until(deadline);
  }
}

// The same of a lock's shared side.
template <class L>
struct shared_side {
  L& of;
  void lock(const site& where) requires(requires(L& l, const site& w) { l.lock_shared(w); }) {
    of.lock_shared(where);
  }
  void lock() { of.lock_shared(); }
  bool try_lock(const site& where) requires(requires(L& l, const site& w) {
    l.try_lock_shared(w);
  }) {
    return of.try_lock_shared(where);
  }
  bool try_lock() { return of.try_lock_shared(); }
  void unlock(const site& where) requires(requires(L& l, const site& w) { l.unlock_shared(w); }) {
    of.unlock_shared(where);
  }
  void unlock() { of.unlock_shared(); }
  template <class Duration>
  bool try_lock_for(const Duration& d, const site& where) requires(requires(L& l, const site& w) {
    l.try_lock_shared_for(d, w);
  }) {
    return of.try_lock_shared_for(d, where);
  }
  template <class Duration>
  bool try_lock_for(const Duration& d) {
    return of.try_lock_shared_for(d);
  }
  template <class Moment>
  bool try_lock_until(const Moment& deadline,
                      const site& where) requires(requires(L& l, const site& w) {
    l.try_lock_shared_until(deadline, w);
  }) {
    return of.try_lock_shared_until(deadline, where);
  }
  template <class Moment>
  bool try_lock_until(const Moment& deadline) {
    return of.try_lock_shared_until(deadline);
  }
};

}  // namespace detail
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync
