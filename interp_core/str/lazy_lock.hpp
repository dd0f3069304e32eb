// Under which lock a str fills its lazy fields: none, one for all objects, one in each.
//
// Source: the Gilectomy talk, which names the last two as the choice to be made and made neither
// ("haven't done it right now").
#pragma once

#include "interp_core/lock/hold.hpp"
#include "interp_core/lock/recursive_lock.hpp"
#include "interp_core/runtime.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace lazy_lock {

// Each policy has: `serialises`, whether two threads can fill at the same time; `in_object`, what
// an object carries for it; `guard`, held while a field is filled.

struct none {
  static constexpr bool serialises = false;
  struct in_object {};
  struct [[nodiscard]] guard {
    guard(runtime&, in_object&) {}
    ~guard() {}  // not trivial, so that an unused guard is no warning
  };
};

struct global {
  static constexpr bool serialises = true;
  struct in_object {};
  struct guard : hold<recursive_lock<>> {
    guard(runtime& rt, in_object&) : hold(rt.lazy_fields) {}
  };
};

struct per_object {
  static constexpr bool serialises = true;
  using in_object = recursive_lock<>;
  struct guard : hold<recursive_lock<>> {
    guard(runtime&, in_object& lock) : hold(lock) {}
  };
};

}  // namespace lazy_lock
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
