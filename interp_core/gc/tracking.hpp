// How a collector knows which objects there are.
//
// A policy has `in_object`, a base of every object that can be tracked, and `set<Object>`: all that
// are tracked. A set has `member`, for each thread that tracks; track and untrack, for those; and
// apply, for_each and is_whole, for who has stopped the world.
#pragma once

#include <cstddef>

#include "interp_core/gc/gc_list.hpp"
#include "interp_core/lock/locking.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace tracking {

// Nothing is tracked, so nothing is ever collected: what the Gilectomy did, to get on (checklist
// 33).
struct stubbed {
  struct in_object {};
  template <class Object>
  class set {
   public:
    struct member {
      explicit member(set&) {}
    };
    void track(Object&) {}
    void untrack(Object&) {}
    void apply() {}
    template <class Visit>
    void for_each(Visit) {}
    bool is_whole(std::size_t) const { return true; }
  };
};

// What under_lock may be told to get wrong; right as it stands here.
struct lock_rules {
  using lock = sync::mutex;
  template <class T>
  using cell = sync::var<T>;
  static constexpr bool locks = true;
};

// The list of CPython, under a lock of its own: what the Gilectomy had first (checklist 34).
template <class Rules = lock_rules>
struct under_lock {
  using list = gc_list<Rules::template cell>;
  using in_object = typename list::link;

  template <class Object>
  class set {
   public:
    struct member {
      explicit member(set&) {}
    };

    set() { label_lock(lock_, "of the tracked objects"); }

    void track(Object& o) {
      locked([&] { all_.add(o); });
    }
    // Does nothing where it is not tracked.
    void untrack(Object& o) {
      locked([&] {
        if (o.is_in_a_list()) list::take_out(o);
      });
    }

    void apply() {}
    template <class Visit>
    void for_each(Visit visit) {
      all_.for_each([&](in_object& l) { visit(static_cast<Object&>(l)); });
    }
    bool is_whole(std::size_t expected) const { return all_.is_whole(expected); }

   private:
    template <class Body>
    void locked(Body body) {
      if constexpr (Rules::locks) {
        const sync::lock_guard<typename Rules::lock> lock(lock_);
        body();
      } else {
        body();
      }
    }

    typename Rules::lock lock_;
    list all_;
  };
};

}  // namespace tracking
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
