// Which lock a container's entry points take: none, one for all, or one in each object.
//
// Source: the Gilectomy talk's Py_LOCK and Py_UNLOCK, macros in one build and nothing in the other.
//
// A policy has `in_object`, what an object carries for it; `section`, what a thread keeps on its
// stack while it holds the lock; `enter` and `leave`; and `two`, the order in which an operation on
// two objects takes their locks, or `enter_two`, which takes both. All of them let a thread enter
// again where it is already. The site is that of the operation, for traces.
#pragma once

#include <functional>
#include <type_traits>
#include <utility>

#include "interp_core/lock/recursive_lock.hpp"
#include "interp_core/lock/section.hpp"
#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace locking {

enum class order {
  by_address,  // the Gilectomy's PyObject_Lock2
  as_given     // mutant: two threads that name the same two objects in turn wait for each other
};

// The build with a GIL: containers do nothing, since the interpreter loop's lock lets one thread
// run at a time. No lock is made, and none is taken.
struct none {
  static constexpr order two = order::by_address;
  struct in_object {};
  struct section {};
  static void enter(runtime&, in_object&, section&, sync::site) {}
  static void leave(runtime&, in_object&, section&, sync::site) {}
};

// One lock for all containers, the GIL taken for the length of an operation.
struct one_gil {
  static constexpr order two = order::by_address;
  struct in_object {};
  struct section {};
  static void enter(runtime& rt, in_object&, section&, sync::site) { rt.gil.lock(); }
  static void leave(runtime& rt, in_object&, section&, sync::site) { rt.gil.unlock(); }
};

// A lock of interp_core/lock/ in every object: what the Gilectomy did, with recursive_lock.
//
// Order by address cannot help a thread that already holds one of the two and comes back for both:
// recursion takes them out of order (checklist 51). critical_sections has an answer.
template <class Lock = recursive_lock<>, order Two = order::by_address>
struct per_object {
  static constexpr order two = Two;
  using in_object = Lock;
  struct section {};
  static void enter(runtime&, in_object& lock, section&, sync::site) { lock.lock(); }
  static void leave(runtime&, in_object& lock, section&, sync::site) { lock.unlock(); }
};

// A sync::mutex in every object. The lock itself is taken for granted, since its own scenarios
// show it right; what is searched are the orders of the operations, each once.
template <order Two = order::by_address>
struct basic_assumed {
  static constexpr order two = Two;
  using in_object = sync::mutex;
  using section = interp::section;
  static void enter(runtime& rt, in_object& m, section& s, sync::site where) {
    enter_section(rt.sections, m, s, where);
  }
  static void leave(runtime& rt, in_object&, section& s, sync::site where) {
    leave_section(rt.sections, s, where);
  }
};
using assumed = basic_assumed<>;

// A sync::mutex in every object, which is let go of while its owner waits for another one.
struct critical_sections {
  using in_object = sync::mutex;
  using section = critical_section;
  static void enter(runtime& rt, in_object& m, section& s, sync::site where) {
    begin_critical_section(rt.critical_sections, s, m, m, where);
  }
  static void leave(runtime& rt, in_object&, section& s, sync::site) {
    end_critical_section(rt.critical_sections, s);
  }
  // Both at once, in the place of `two`.
  static void enter_two(runtime& rt, in_object& a, in_object& b, section& s, sync::site where) {
    begin_critical_section(rt.critical_sections, s, a, b, where);
  }
};

}  // namespace locking

// A name for traces, where the object's lock is one that a trace shows as a whole.
template <class Lock>
void label_lock(Lock& lock, const char* name) {
  if constexpr (std::is_same_v<Lock, sync::mutex>) sync::label(lock, name);
}

// A policy's lock held for a scope.
template <class Locking>
class [[nodiscard]] held {
 public:
  using in_object = typename Locking::in_object;

  held(runtime& rt, in_object& lock, sync::site where = sync::site::current())
      : rt_(rt), lock_(lock), where_(where) {
    Locking::enter(rt_, lock_, in_, where_);
  }
  ~held() { Locking::leave(rt_, lock_, in_, where_); }
  held(const held&) = delete;
  held& operator=(const held&) = delete;

  // For the mutants that unlock more often than they locked.
  void leave_once_too_often() { Locking::leave(rt_, lock_, in_, where_); }

 private:
  runtime& rt_;
  in_object& lock_;
  sync::site where_;
  typename Locking::section in_;
};

// The locks of two objects, which may be the same one: one after the other.
template <class Locking>
class [[nodiscard]] held_two {
 public:
  using in_object = typename Locking::in_object;

  held_two(runtime& rt, in_object& a, in_object& b, sync::site where = sync::site::current())
      : rt_(rt), first_(&a), second_(&b), where_(where) {
    if (Locking::two == locking::order::by_address && std::less<>{}(second_, first_))
      std::swap(first_, second_);
    Locking::enter(rt_, *first_, outer_, where_);
    if (second_ != first_) Locking::enter(rt_, *second_, inner_, where_);
  }
  ~held_two() {
    if (second_ != first_) Locking::leave(rt_, *second_, inner_, where_);
    Locking::leave(rt_, *first_, outer_, where_);
  }
  held_two(const held_two&) = delete;
  held_two& operator=(const held_two&) = delete;

 private:
  runtime& rt_;
  in_object* first_;
  in_object* second_;
  sync::site where_;
  typename Locking::section outer_, inner_;
};

// The same for a policy that takes both at once.
template <class Locking>
requires requires { &Locking::enter_two; }
class [[nodiscard]] held_two<Locking> {
 public:
  using in_object = typename Locking::in_object;

  held_two(runtime& rt, in_object& a, in_object& b, sync::site where = sync::site::current())
      : rt_(rt), lock_(a), where_(where) {
    Locking::enter_two(rt_, a, b, in_, where_);
  }
  ~held_two() { Locking::leave(rt_, lock_, in_, where_); }
  held_two(const held_two&) = delete;
  held_two& operator=(const held_two&) = delete;

 private:
  runtime& rt_;
  in_object& lock_;
  sync::site where_;
  typename Locking::section in_;
};

// In the place of a lock that an entry point has been told not to take.
struct [[nodiscard]] not_held {
  template <class... Objects>
  explicit not_held(runtime&, Objects&...) {}
  ~not_held() {}  // not trivial, so that an unused guard is no warning
  void leave_once_too_often() {}
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
