// An instance of a class: its attributes are values of its own for keys that it shares with its
// siblings, or in a dict once there is no room among those.
//
// Source: dictobject.c and object.c of free-threaded CPython: inline values, split tables,
// _PyObject_TryGetInstanceAttribute. A reader takes no lock: it loads the values, asks the shared
// keys for a number, takes a reference to the value of that number, and looks whether the values
// are still the instance's. Where anything is not as it was it takes the lock. Writers hold the
// lock of the instance. What they replace is freed a grace period later.
//
// From split to combined: the dict is filled, published, and then the values are given up. A reader
// that finds no values has seen the dict.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "interp_core/compare.hpp"
#include "interp_core/instance/inline_values.hpp"
#include "interp_core/instance/instance_type.hpp"
#include "interp_core/lock_free/grace_periods.hpp"
#include "interp_core/lock_free/shared_dict.hpp"
#include "interp_core/object.hpp"
#include "interp_core/result.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Any thread with a reference to the instance may call any member. Threads that call get must be
// members of the runtime's grace_periods, if it has any, as with shared_dict. Names are plain
// values (str, int), else a TypeError; arguments and results as with dict.
template <class Policies = instance_policies>
class instance : public object<typename Policies::count> {
 public:
  using count = typename Policies::count;
  using item = object<count>;
  using type_type = instance_type<Policies>;

  // A new reference to an instance without attributes; null where there is no memory for it.
  static instance* create(type_type& of, sync::site where = sync::site::current());

  // The attribute of that name, or null where there is none.
  result<item*> get(runtime& rt, item& name);
  error set(runtime& rt, item& name, item& value);
  error del(runtime& rt, item& name);  // KeyError
  std::size_t len(runtime& rt);
  // Names and values in order of insertion, new references.
  std::vector<std::pair<item*, item*>> items(runtime& rt);
  // Gives it a dict, as when its __dict__ is needed or there is no room among the shared keys.
  error convert(runtime& rt);

  // For checks, when no other thread is about.
  bool is_split() const { return values_.load(std::memory_order_relaxed) != nullptr; }

  // Of make_at: see create.
  explicit instance(type_type& of) : object<count>(this_type), of_(of) {
    sync::label(values_, "values of an instance");
    sync::label(dict_, "__dict__");
    label_lock(lock_, "of an instance");
  }

 private:
  using locking = typename Policies::locking;
  using values = inline_values<count>;
  using dict = shared_dict<Policies>;

  // A new reference, if the values could be read without the lock.
  struct attempt {
    bool is_good = false;
    item* value = nullptr;
  };
  attempt try_get(runtime& rt, values& from, item& name, std::int64_t hash);
  // With the lock held, of an instance that is split.
  error convert_locked(runtime& rt, values& from);

  static result<std::int64_t> hash_of_plain(runtime& rt, item& name) {
    if (!name.type->is_plain_value) return error::type_error;
    return hash_of(rt, name);
  }
  values* values_now() const { return values_.load(std::memory_order_acquire); }
  dict* dict_now() const { return dict_.load(std::memory_order_acquire); }

  static void dealloc(runtime& rt, item* o);
  static void traverse(item& o, const reference_visitor<count>& visit);
  static constexpr type_object<count> this_type{
      .name = "instance", .dealloc = dealloc, .traverse = traverse};

  type_type& of_;
  [[no_unique_address]] typename locking::in_object lock_;
  sync::atomic<values*> values_{nullptr};  // null once there is a dict
  sync::atomic<dict*> dict_{nullptr};      // never changes again, and is the instance's
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp

#include "interp_core/instance/instance_attributes.hpp"
#include "interp_core/instance/instance_whole.hpp"
