// The object header, and taking and dropping references.
#pragma once

#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Count>
struct object;

// What all objects of a type share. Constant, so it may be a static.
template <class Count>
struct type_object {
  const char* name;  // a literal
  // Called once, by the thread whose decref took the last reference away: releases what the object
  // owns, then the object.
  void (*dealloc)(runtime&, object<Count>*);
};

// The head of every object: a count of the references to it, and its type. Count is a policy from
// interp_core/refcount/. A new object has one reference, which belongs to its creator.
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
  o.refcount.increment(rt);
}

// Gives a reference of the caller's back; the object may be gone afterwards.
template <class Count>
void decref(runtime& rt, object<Count>& o) {
  if (o.refcount.decrement(rt)) o.type->dealloc(rt, &o);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
