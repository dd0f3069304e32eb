// Per-thread reference count: for an object with a unique id every thread counts in a table of its
// own.
//
// Source: free-threaded CPython since 3.14 (uniqueid.c, _Py_THREAD_INCREF_OBJECT), for what all
// threads use and hardly any frees: types, code, a module's dict. The true count is the object's
// own count and what is in all tables for its id; a table's part of it may be negative. So nobody
// can see it come to zero: meanwhile a large constant in the object's own count keeps it alive, and
// who wants it freed must first make it give its id up, for which the world is stopped, the tables'
// parts are added to the object's own count, and the constant is taken off.
//
// Held: true count = own count - constant + the sum over all tables; a free id's places are zero in
// all tables; id 0 is nobody's, so that a field that was never written is no id (gh-128923).
#pragma once

#include <atomic>
#include <cstdint>

#include "interp_core/object.hpp"
#include "interp_core/refcount/domain.hpp"
#include "interp_core/refcount/per_thread/unique_ids.hpp"
#include "interp_core/runtime.hpp"
#include "interp_core/thread/asking_world.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

// What it may be told to get wrong; right as it stands here.
struct per_thread_rules {
  // Whose threads count.
  using world = asking_world<>;

  // A thread that ends adds what is in its table to the objects' own counts.
  static constexpr bool merges_at_exit = true;
  // Who takes an object's id back empties its places in all tables. Otherwise only looks at them.
  static constexpr bool empties_tables = true;
  // Nobody counts, nor makes a table longer, while the tables are added up.
  static constexpr bool stops_the_world = true;
  // Zero is no id. Otherwise ids begin with it, and an object that was given none has it.
  static constexpr bool zero_is_none = true;
};

template <class Rules = per_thread_rules>
class basic_per_thread {
 public:
  class domain;
  using target = object<basic_per_thread>;

  basic_per_thread() {
    sync::label(id_, "unique id");
    sync::label(own_, "own count");
  }

  // By a member of the domain, attached.
  void increment(runtime& rt) {
    if (count_in_table(rt, 1)) return;
    own_.fetch_add(1, std::memory_order_relaxed);
  }
  // True if that was the last reference: never where the object has an id.
  bool decrement(runtime& rt) {
    if (count_in_table(rt, -1)) return false;
    if (own_.fetch_sub(1, std::memory_order_release) != 1) return false;
    sync::fence(std::memory_order_acquire);
    return true;
  }

  bool has_id() const { return id_.get() != ids::none; }
  std::uint32_t id() const { return id_.get(); }

 private:
  using ids = unique_ids<target, Rules::zero_is_none ? 1 : 0, Rules::zero_is_none ? 0 : ~0U>;
  // More than anybody can take off by counting.
  static constexpr std::int64_t kept_alive = std::int64_t{1} << 40;

  bool count_in_table(runtime& rt, std::int64_t n) {
    if (!has_id()) return false;
    return static_cast<domain*>(rt.counts)->table().add(ids::slot_of(id_.get()), n);
  }

  // Written before others have the object, and while the world is stopped.
  sync::var<std::uint32_t> id_{0};
  sync::atomic<std::int64_t> own_{1};
};

using per_thread = basic_per_thread<>;

}  // namespace refcount
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp

#include "interp_core/refcount/per_thread/domain.hpp"
