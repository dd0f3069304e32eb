// A weak reference: it finds an object as long as that lives, and does not keep it alive.
//
// Source: CPython's weakrefobject.c (PyWeakref_NewRef, _PyWeakref_GET_REF), free-threaded. A strong
// reference is taken with the lock of the object's list held and only where the count is not zero
// yet: with the lock the memory is there, by the count the object lives.
//
// Of weak references without a callback an object has one, which all share. It may be in the list
// and yet about to go (its count is zero, and it waits for the lock to leave the list): then it is
// passed by, and another is made.
#pragma once

#include "interp_core/object.hpp"
#include "interp_core/refcount/trying.hpp"
#include "interp_core/weakref/weakref_list.hpp"
#include "interp_core/weakref/weakref_policies.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Any thread with a reference to the weak reference may call any member. Memory: from sync::make,
// given back when the last reference to it is gone.
template <class Policies = weakref_policies>
class weakref : public object<typename Policies::count> {
 public:
  using count = typename Policies::count;
  using target = object<count>;
  using list = weakref_list<Policies>;
  // Called once, when the object has ended, by the thread that has ended it, with no lock held.
  struct callback {
    void (*function)(runtime&, weakref&, void* with) = nullptr;
    void* with = nullptr;  // not owned
  };
  // One that calls f(runtime&, weakref&); f is there for as long as the weak reference.
  template <class Function>
  static callback calling(Function& f) {
    return {
        [](runtime& rt, weakref& self, void* with) { (*static_cast<Function*>(with))(rt, self); },
        const_cast<void*>(static_cast<const void*>(&f))};
  }

  // A new reference to the weak reference without a callback to the object with that list, to which
  // the caller has a reference. Null where there is no memory for it.
  static weakref* make(runtime& rt, list& to, sync::site where = sync::site::current()) {
    if (Policies::expects_tries) expect_tries(to.self_);
    {
      const hold<lock> held(to.lock_);
      if (weakref* const found = to.reuse(rt)) return found;
    }
    // Not under the lock: an allocation may lead to a collection, and that to anything.
    weakref* const fresh = create(to, {}, where);
    if (fresh == nullptr) return nullptr;
    weakref* found = nullptr;
    {
      const hold<lock> held(to.lock_);
      if (Policies::looks_again) found = to.reuse(rt);
      if (found == nullptr) to.link(*fresh);
    }
    if (found == nullptr) return fresh;
    decref(rt, *fresh);
    return found;
  }

  // One with a callback, which is always a new one.
  static weakref* make(list& to, callback call, sync::site where = sync::site::current()) {
    if (Policies::expects_tries) expect_tries(to.self_);
    weakref* const fresh = create(to, call, where);
    if (fresh == nullptr) return nullptr;
    const hold<lock> held(to.lock_);
    to.link(*fresh);
    return fresh;
  }

  // A new reference to the object; null where its end has begun.
  target* get(runtime& rt) {
    const hold_if<Policies::locks_get, lock> held(*lock_.get());
    list* const in = in_.get();
    if (in == nullptr) return nullptr;
    target& to = in->self_;
    if (Policies::tries_object) return try_incref(rt, to) ? &to : nullptr;
    incref(rt, to);
    return &to;
  }

  bool has_callback() const { return callback_.get().function != nullptr; }

  // Of make.
  weakref(typename Policies::lock& of_list, callback call)
      : object<count>(this_type), lock_(&of_list), callback_(call) {
    sync::label(lock_, "lock of the list");
    sync::label(callback_, "callback");
    sync::label(in_, "list of the referent");
    sync::label(next_, "next weak reference");
    sync::label(previous_, "previous weak reference");
  }

 private:
  friend class weakref_list<Policies>;
  using lock = typename Policies::lock;

  static weakref* create(list& to, callback call, sync::site where) {
    auto* const made = sync::make_at<weakref>(where, to.lock_, call);
    if (made != nullptr && Policies::expects_tries) expect_tries(*made);
    return made;
  }

  void call(runtime& rt) {
    const callback of = callback_.get();
    of.function(rt, *this, of.with);
  }

  static void dealloc(runtime&, object<count>* o) {
    auto* const self = static_cast<weakref*>(o);
    {
      const hold<lock> held(*self->lock_.get());
      if (list* const in = self->in_.get()) in->unlink(*self);
    }
    sync::destroy(self);
  }
  static constexpr type_object<count> this_type{"weakref", dealloc};

  // These two never change; who looks at them when the memory is gone is found out.
  sync::var<lock*> lock_;
  sync::var<callback> callback_;
  // Under the lock. Null where the object's end has begun.
  sync::var<list*> in_{nullptr};
  sync::var<weakref*> next_{nullptr}, previous_{nullptr};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
