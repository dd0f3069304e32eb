// What an object that can be referred to weakly carries: the list of its weak references, which it
// clears when it ends.
//
// Source: CPython's weakrefobject.c. The list is under a lock that is not the object's, since who
// looks for the object there may find that it is gone. An object ends in this order: its count is
// zero, so that no attempt to take a reference succeeds; its list is emptied under the lock, so
// that nobody finds the object any more; callbacks are called; only then the rest of it goes.
#pragma once

#include <vector>

#include "interp_core/object.hpp"
#include "interp_core/refcount/trying.hpp"
#include "interp_core/weakref/weakref_policies.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
class weakref;

// Part of the object `self`, made and gone with it. Any thread with a reference to the object may
// make weak references by it (see weakref::make).
template <class Policies = weakref_policies>
class weakref_list {
 public:
  using count = typename Policies::count;
  using callbacks = std::vector<weakref<Policies>*>;

  weakref_list(object<count>& self, weakref_locks<Policies>& locks)
      : self_(self), lock_(locks.of(&self)) {
    sync::label(first_, "first weak reference");
  }
  weakref_list(const weakref_list&) = delete;
  weakref_list& operator=(const weakref_list&) = delete;

  // From now on every weak reference to the object is dead, and the callbacks of those that still
  // live have been called, the newest first. The object's dealloc begins with it.
  void clear(runtime& rt) {
    callbacks to_call;
    empty(rt, to_call);
    for (weakref<Policies>* w : to_call) call(rt, *w);
  }

  // The same in two steps, for a collector, which empties the lists of all garbage before it lets
  // anything run: adds to `to_call` what is to be called, each with a reference that call drops.
  void empty(runtime& rt, callbacks& to_call) {
    const hold_if<Policies::locks_clear, lock> held(lock_);
    while (weakref<Policies>* const w = first_.get()) {
      unlink(*w);
      if (!w->has_callback() || !take(rt, *w)) continue;
      if (Policies::calls_unlocked) {
        to_call.push_back(w);
      } else {
        call(rt, *w);
      }
    }
  }
  static void call(runtime& rt, weakref<Policies>& w) {
    w.call(rt);
    if (Policies::holds_the_called) decref(rt, w);
  }

  // How many weak references there are. For checks, when no other thread is about.
  std::size_t size() const {
    std::size_t number = 0;
    for (const auto* w = first_.get(); w != nullptr; w = w->next_.get()) ++number;
    return number;
  }

 private:
  friend class weakref<Policies>;
  using lock = typename Policies::lock;

  // All of these but take are called with the lock held.

  // A new reference to the one without a callback, which is the first; null where there is none, or
  // where it is about to go and waits for the lock.
  weakref<Policies>* reuse(runtime& rt) {
    weakref<Policies>* const w = first_.get();
    if (w == nullptr || w->has_callback()) return nullptr;
    if (Policies::tries_weakref) return try_incref(rt, *w) ? w : nullptr;
    incref(rt, *w);
    return w;
  }

  // Behind the one without a callback, if there is one and this is not it.
  void link(weakref<Policies>& w) {
    weakref<Policies>* const first = first_.get();
    const bool is_second = first != nullptr && !first->has_callback() && w.has_callback();
    weakref<Policies>* const before = is_second ? first : nullptr;
    weakref<Policies>* const behind = is_second ? first->next_.get() : first;
    w.previous_.set(before);
    w.next_.set(behind);
    (before == nullptr ? first_ : before->next_).set(&w);
    if (behind != nullptr) behind->previous_.set(&w);
    w.in_.set(this);
  }
  // It is dead afterwards.
  void unlink(weakref<Policies>& w) {
    weakref<Policies>* const before = w.previous_.get();
    weakref<Policies>* const behind = w.next_.get();
    (before == nullptr ? first_ : before->next_).set(behind);
    if (behind != nullptr) behind->previous_.set(before);
    w.in_.set(nullptr);
  }

  // A weak reference that is about to go itself is not called.
  static bool take(runtime& rt, weakref<Policies>& w) {
    return !Policies::holds_the_called || try_incref(rt, w);
  }

  object<count>& self_;
  lock& lock_;
  sync::var<weakref<Policies>*> first_{nullptr};
};

// An object with such a list. A type derives from it in the place of object.
template <class Policies = weakref_policies>
class referable : public object<typename Policies::count> {
 public:
  using count = typename Policies::count;

  weakref_list<Policies>& weakrefs() { return weakrefs_; }
  operator weakref_list<Policies>&() { return weakrefs_; }

 protected:
  referable(const type_object<count>& of, weakref_locks<Policies>& locks)
      : object<count>(of), weakrefs_(*this, locks) {}
  ~referable() = default;

 private:
  weakref_list<Policies> weakrefs_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
