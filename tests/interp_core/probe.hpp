// An object whose comparison, hash and death are told to somebody, who may do anything then.
#pragma once

#include <functional>

#include "interp_core/object.hpp"

namespace interp_test {

// What happens besides: shared by the probes of a test, and outlives them.
struct probe_events {
  std::function<interp::error()> on_equal;  // before values are compared; its error is passed on
  std::function<interp::error()> on_less;
  std::function<void()> on_death;
  int alive = 0;
};

// Equal and hashed by value, as an int, but no plain value: containers must expect the worst.
template <class Count>
struct probe : interp::object<Count> {
  using item = interp::object<Count>;

  probe(probe_events& e, long v) : item(this_type), events(e), value(v) { ++events.alive; }

  static probe* make(probe_events& events, long value) {
    return sync::make_at<probe>(sync::site::current(), events, value);
  }

  probe_events& events;
  const long value;

 private:
  static probe& of(item& o) { return static_cast<probe&>(o); }

  static void dealloc(interp::runtime&, item* o) {
    probe_events& events = of(*o).events;
    --events.alive;
    if (events.on_death) events.on_death();
    sync::destroy(static_cast<probe*>(o));
  }
  static interp::result<bool> equal(interp::runtime&, item& a, item& b) {
    if (of(a).events.on_equal) {
      if (const interp::error what = of(a).events.on_equal(); what != interp::error::none)
        return what;
    }
    return of(a).value == of(b).value;
  }
  static interp::result<bool> less(interp::runtime&, item& a, item& b) {
    if (of(a).events.on_less) {
      if (const interp::error what = of(a).events.on_less(); what != interp::error::none)
        return what;
    }
    return of(a).value < of(b).value;
  }
  static interp::result<std::int64_t> hash(interp::runtime&, item& o) { return of(o).value; }

  static constexpr interp::type_object<Count> this_type{
      .name = "probe", .dealloc = dealloc, .equal = equal, .less = less, .hash = hash};
};

}  // namespace interp_test
