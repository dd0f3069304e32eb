// What the families of the collector share: its policies, and a thread of the interpreter.
#pragma once

#include "interp_core/gc/collector.hpp"
#include "interp_core/thread/asking_world.hpp"
#include "model/sync/sync.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace collecting {

template <class Tracking = interp::tracking::under_lock<>>
struct policies : interp::gc_policies {
  using tracking = Tracking;
  using world = interp::asking_world<interp::asking_rules, interp::parking::assumed>;
};
struct stops_nobody : policies<> {
  static constexpr bool stops_the_world = false;
};
struct holds_nothing : policies<> {
  static constexpr bool holds_garbage = false;
};

// A thread of an interpreter, attached. An interpreter has a world `all`, and a `heap`.
template <class Interpreter>
struct running {
  explicit running(Interpreter& in) : me(in.all), here(in.heap, me) {}
  interp::attached_thread<typename Interpreter::world> me;
  typename Interpreter::heap_type::member here;
};

}  // namespace collecting
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
