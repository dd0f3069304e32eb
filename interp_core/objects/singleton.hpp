// An object made when it is first asked for and then kept for all: the empty tuple, the intern
// dict.
//
// Source: CPython's PyTuple_New(0). The Gilectomy looked for it under a lock, made one without, and
// kept that under the lock again (bug G10): two threads make one each, and the first is lost. Its
// `interned` had no lock at all (G14), which is this with locking::none.
#pragma once

#include "interp_core/lock/locking.hpp"
#include "interp_core/object.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The choices that are right without a GIL. A scenario derives from it and replaces some.
struct singleton_policies {
  using locking = interp::locking::per_object<>;
  // Looks, makes and keeps without letting go of the lock.
  static constexpr bool makes_under_lock = true;
  // What holds the pointer: sync::var, or ordered_cell to see what goes wrong apart from the race.
  template <class T>
  using cell = sync::var<T>;
};

// Any thread may call get(). Owns one reference to the object once it is made.
template <class T, class Policies = singleton_policies>
class singleton {
 public:
  explicit singleton(runtime& rt) : rt_(rt) { sync::label(kept_, "singleton"); }
  ~singleton() {
    if (T* o = kept_.get()) decref(rt_, *o);
  }
  singleton(const singleton&) = delete;
  singleton& operator=(const singleton&) = delete;

  // A new reference to the one object, made by make() if there is none yet; null where that gave
  // null. make runs under the lock, so it must not run anything of the interpreter's.
  template <class Make>
  T* get(Make make) {
    {
      const held<locking> in(rt_, lock_);
      if (T* o = kept_.get()) return referred(o);
      if (Policies::makes_under_lock) return keep(make());
    }
    T* fresh = make();
    const held<locking> in(rt_, lock_);
    return keep(fresh);
  }

 private:
  using locking = typename Policies::locking;

  T* referred(T* o) {
    incref(rt_, *o);
    return o;
  }
  T* keep(T* fresh) {
    kept_.set(fresh);
    return fresh == nullptr ? nullptr : referred(fresh);
  }

  runtime& rt_;
  [[no_unique_address]] typename locking::in_object lock_;
  typename Policies::template cell<T*> kept_{nullptr};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
