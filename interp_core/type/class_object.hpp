// Classes: attributes by name, looked up over bases, with versions by which they are cached.
//
// Source: free-threaded CPython's typeobject.c (_PyType_LookupRef, type_setattro,
// type_modified_unlocked, assign_version_tag). Whoever changes a class takes its version away, and
// that of all its subclasses, before it changes anything; who looks for an attribute gives the
// class the next version, and keeps under it what was found. A class with a version has only bases
// with versions: so a class without one has no subclass that must lose it.
//
// Deviation: classes are not counted. Names are numbers, and so need no hash.
#pragma once

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include "interp_core/lock/hold.hpp"
#include "interp_core/object.hpp"
#include "interp_core/result.hpp"
#include "interp_core/runtime.hpp"
#include "interp_core/type/linearization.hpp"
#include "interp_core/type/type_cache.hpp"
#include "interp_core/type/type_policies.hpp"
#include "interp_core/watch/watchers.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
class class_object;

// A class that is about to lose its version: it changes, or a base of it does.
template <class Policies>
struct type_event {
  const class_object<Policies>* changed;
};

// What all classes share: their lock, the next version, the cache, who watches them. Made before
// them, and outlives them.
template <class Policies = type_policies>
class types {
 public:
  using watchers_of_types = interp::watchers<type_event<Policies>, typename Policies::watching>;

  explicit types(runtime& rt) : rt_(rt), watchers_(rt) {
    sync::label(lock_, "of types");
    sync::label(next_version_, "next version of a type");
  }

  watchers_of_types& watchers() { return watchers_; }

 private:
  friend class class_object<Policies>;

  // With the lock held; zero where there are no more.
  type_version next_version() {
    const type_version next = next_version_.get();
    if (next == 0) return 0;
    next_version_.set(next == Policies::last_version ? 0 : next + 1);
    return next;
  }

  runtime& rt_;
  typename Policies::lock lock_;
  sync::var<type_version> next_version_{1};
  type_cache<Policies> cache_;
  watchers_of_types watchers_;
};

// Any thread may look up and change attributes while the class is there; it is there until all its
// subclasses are gone and nobody uses it any more. Threads that look up are members of the
// runtime's grace_periods, if others change classes meanwhile: a value that was replaced may be
// tried by who has found it in the cache just before.
//
// Values are borrowed by set, which takes a reference of its own; lookup returns a new one.
template <class Policies = type_policies>
class class_object {
 public:
  using count = typename Policies::count;
  using item = object<count>;
  using event = type_event<Policies>;

  // A new class, for sync::destroy. TypeError where the bases cannot be put into one order,
  // MemoryError where there is no memory for it.
  static result<class_object*> create(types<Policies>& all, std::vector<class_object*> bases = {},
                                      sync::site where = sync::site::current()) {
    auto* const made = sync::make_at<class_object>(where, all, std::move(bases));
    if (made == nullptr) return error::memory_error;
    if (!made->order_.empty()) return made;
    sync::destroy(made);
    return error::type_error;
  }

  // What the first class in the order has by that name; null where none has.
  item* lookup(attribute_name name) {
    if (const auto kept = all_.cache_.find(all_.rt_, version_, name)) return *kept;
    const hold<lock> held(all_.lock_);
    const type_version version = give_version();
    item* const found = find(name);
    if (found != nullptr) incref(all_.rt_, *found);
    if (version != 0) all_.cache_.fill(version, name, found);
    return found;
  }

  void set(attribute_name name, item& value) {
    incref(all_.rt_, value);
    change(name, &value);
  }
  // AttributeError is a KeyError here: the class itself has nothing by that name.
  error del(attribute_name name) { return change(name, nullptr) ? error::none : error::key_error; }

  // From now on that watcher is told of the next change of the class or a base, before it happens,
  // with the lock of types held; of those after that where the class has been looked up or watched
  // in between. ValueError where nobody has that number.
  error watch(watcher_id id);
  error unwatch(watcher_id id);

  // The class and its bases, in the order in which they are asked. It never changes.
  const std::vector<class_object*>& order() const { return order_; }
  // Zero where it has none. For checks, when no other thread is about.
  type_version version() const { return version_.load(std::memory_order_relaxed); }

  // Of create.
  class_object(types<Policies>& all, std::vector<class_object*> bases)
      : all_(all), bases_(std::move(bases)) {
    sync::label(version_, "type->version");
    order_ = linearize(*this, bases_, [](class_object& c) { return c.order_; });
    const hold<lock> held(all_.lock_);
    for (class_object* base : bases_) base->subclasses_.push_back(this);
  }
  ~class_object() {
    {
      const hold<lock> held(all_.lock_);
      for (class_object* base : bases_) std::erase(base->subclasses_, this);
    }
    for (const attribute& each : attributes_) decref(all_.rt_, *each.value);
  }
  class_object(const class_object&) = delete;
  class_object& operator=(const class_object&) = delete;

 private:
  using lock = typename Policies::lock;
  struct attribute {
    attribute_name name;
    item* value;
  };

  // All of these but change are called with the lock held.
  item* find(attribute_name name) const;
  type_version give_version();
  void invalidate();
  item* exchange(attribute_name name, item* value);
  // Was there one?
  bool change(attribute_name name, item* value);

  types<Policies>& all_;
  const std::vector<class_object*> bases_;
  std::vector<class_object*> order_;
  sync::atomic<type_version> version_{0};
  watch_bits<typename Policies::watching> watched_by_;
  // Under the lock. A class has few of each.
  std::vector<class_object*> subclasses_;
  std::vector<attribute> attributes_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp

#include "interp_core/type/class_change.hpp"
