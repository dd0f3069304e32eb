// What the families dict and list share: numbers to put into containers, and the locks to try.
#pragma once

#include <string>

#include "interp_core/lock/locking.hpp"
#include "interp_core/object.hpp"
#include "interp_core/runtime.hpp"
#include "interp_core/small_int.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {

// An integer object for the time of a scope, which has one reference to it.
template <class Count>
class number {
 public:
  number(interp::runtime& rt, long value, sync::site where = sync::site::current())
      : rt_(rt), object_(sync::make_at<interp::small_int<Count>>(where, value)) {}
  ~number() { interp::decref(rt_, *object_); }
  number(const number&) = delete;
  number& operator=(const number&) = delete;

  operator interp::object<Count>&() { return *object_; }

 private:
  interp::runtime& rt_;
  interp::small_int<Count>* object_;
};

// The value of a number a container has returned, whose reference this gives back; -1 for null.
template <class Count>
long take_value(interp::runtime& rt, interp::object<Count>* returned) {
  if (returned == nullptr) return -1;
  const long value = static_cast<interp::small_int<Count>*>(returned)->value;
  interp::decref(rt, *returned);
  return value;
}

// A container's policies with the lock replaced.
template <class Policies, class Locking>
struct with_locking : Policies {
  using locking = Locking;
};

// A container's one reference for the time of a scope.
template <class Container>
class owned {
 public:
  explicit owned(interp::runtime& rt, sync::site where = sync::site::current())
      : rt_(rt), container_(Container::create(where)) {}
  ~owned() { interp::decref(rt_, *container_); }
  owned(const owned&) = delete;
  owned& operator=(const owned&) = delete;

  Container* operator->() const { return container_; }
  Container& operator*() const { return *container_; }

 private:
  interp::runtime& rt_;
  Container* container_;
};

// Adds a situation in four variants, by the lock its containers take. `Situation` has a static
// template run<Policies>(). Without a lock every one of them is a data race, for a container's
// fields are plain.
template <class Situation, class Policies>
void register_with_locks(registry& out, const std::string& situation, const std::string& without,
                         const std::string& source) {
  namespace locking = interp::locking;
  out.add({.id = situation + "/lock=none",
           .summary = without,
           .provenance = source,
           .expected = "race",
           .threads = Situation::threads},
          this_backend, Situation::template run<with_locking<Policies, locking::none>>);
  out.add({.id = situation + "/lock=mutex",
           .summary = "each operation is one step under the container's lock",
           .provenance = source,
           .threads = Situation::threads},
          this_backend, Situation::template run<with_locking<Policies, locking::assumed>>);
  // Three threads at a futex take too many orders to try them all.
  if (Situation::threads > 2) return;
  out.add({.id = situation + "/lock=futex",
           .summary = "the same with the recursive futex lock",
           .provenance = source,
           .threads = Situation::threads},
          this_backend, Situation::template run<with_locking<Policies, locking::per_object<>>>);
  out.add({.id = situation + "/lock=gil",
           .summary = "the same with one lock for all",
           .provenance = source,
           .threads = Situation::threads},
          this_backend, Situation::template run<with_locking<Policies, locking::one_gil>>);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
