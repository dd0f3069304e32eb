// Objects that can be part of a cycle, and which of them a heap knows.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "interp_core/gc/tracking.hpp"
#include "interp_core/object.hpp"
#include "interp_core/refcount/atomic.hpp"
#include "interp_core/runtime.hpp"
#include "interp_core/thread/world.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What the collector is put together from, and what it may be told to get wrong; right as it stands
// here. The count is one that has its value at hand, as all but those that put work off have.
struct gc_policies {
  using count = refcount::atomic;
  using tracking = tracking::under_lock<>;
  using world = interp::world;

  // The world is stopped while objects are looked at.
  static constexpr bool stops_the_world = true;
  // After the finalizers ran, once more: they may have made something reachable again.
  static constexpr bool looks_again = true;
  // Each object of a cycle is held while the others are cleared, and not only while it is itself.
  static constexpr bool holds_garbage = true;
  // Weak references to what is found to be garbage are cleared before the world goes on.
  static constexpr bool clears_weakrefs = true;
  // With the world stopped, the freelists of all threads are emptied: what was kept for objects
  // that nobody makes any more is not kept for ever (CPython's clear_freelists).
  static constexpr bool clears_freelists = true;
};

// What is to be called when the world goes on.
using deferred_calls = std::vector<std::function<void()>>;

template <class Policies>
class gc_heap;

// In front of every such object. Its type is a collectable_type.
template <class Policies>
struct collectable : object<typename Policies::count>, Policies::tracking::in_object {
  collectable(gc_heap<Policies>& heap, const type_object<typename Policies::count>& of)
      : object<typename Policies::count>(of), home(heap) {}

  gc_heap<Policies>& home;
  bool is_finalized = false;  // the collector's
};

// A type with traverse, and three slots more, which the collector calls in a thread that is
// attached, with a reference to the object kept.
template <class Policies>
struct collectable_type : type_object<typename Policies::count> {
  // Gives up all references that the object owns (tp_clear).
  void (*clear)(runtime&, collectable<Policies>&);
  // Runs any code of the interpreter, once in the object's life (tp_finalize). May be null.
  void (*finalize)(runtime&, collectable<Policies>&) = nullptr;
  // From now on nobody finds the object by a weak reference; what calls the callbacks is added. The
  // world is stopped. May be null.
  void (*clear_weakrefs)(runtime&, collectable<Policies>&, deferred_calls&) = nullptr;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
