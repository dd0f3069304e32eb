// The object header, what a type can do, and taking and dropping references.
#pragma once

#include <cstdint>
#include <functional>

#include "interp_core/result.hpp"
#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Count>
struct object;

template <class Count>
using reference_visitor = std::function<void(object<Count>&)>;

// What all objects of a type share. Constant, so it may be a static. All but the first two may be
// null. A slot's caller keeps a reference to each argument for as long as the call lasts.
template <class Count>
struct type_object {
  const char* name;  // a literal
  // Called once, by the thread whose decref took the last reference away: releases what the object
  // owns, then the object.
  void (*dealloc)(runtime&, object<Count>*);
  // Calls the visitor once for each reference the object owns (CPython's tp_traverse). Meant for
  // when no other thread is about: it takes no lock.
  void (*traverse)(object<Count>&, const reference_visitor<Count>&) = nullptr;
  // ==, < and hash(). They may run any code of the interpreter, or fail. Null: an object is equal
  // to itself alone, has no order, and cannot be a key.
  result<bool> (*equal)(runtime&, object<Count>&, object<Count>&) = nullptr;
  result<bool> (*less)(runtime&, object<Count>&, object<Count>&) = nullptr;
  result<std::int64_t> (*hash)(runtime&, object<Count>&) = nullptr;
  // The three only look at fields that never change, and call nobody back: true of int, str and
  // float. Containers then compare without taking references, as CPython's fast paths do.
  bool is_plain_value = false;
};

// The head of every object: a count of the references to it, and its type. Count is a policy from
// interp_core/refcount/. A new object has one reference, which belongs to its creator.
//
// A policy has increment and decrement, which is true where the last reference is gone, and value,
// for checks. One that writes down what to count takes the object besides the runtime.
template <class Count>
struct object {
  explicit object(const type_object<Count>& of) : type(&of) { sync::label(*this, of.name); }

  // The type comes first, unlike in CPython: the object and its count then have an address each,
  // and a trace can name both.
  const type_object<Count>* const type;
  Count refcount;
};

// Takes a reference. The caller must already have one, or know that somebody keeps one meanwhile.
template <class Count>
void incref(runtime& rt, object<Count>& o) {
  if constexpr (requires { o.refcount.increment(rt, o); }) {
    o.refcount.increment(rt, o);
  } else {
    o.refcount.increment(rt);
  }
}

// Gives a reference of the caller's back; the object may be gone afterwards.
template <class Count>
void decref(runtime& rt, object<Count>& o) {
  if constexpr (requires { o.refcount.decrement(rt, o); }) {
    if (o.refcount.decrement(rt, o)) o.type->dealloc(rt, &o);
  } else {
    if (o.refcount.decrement(rt)) o.type->dealloc(rt, &o);
  }
}

// The same, where there may be no object.
template <class Count>
void decref_if(runtime& rt, object<Count>* o) {
  if (o != nullptr) decref(rt, *o);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
