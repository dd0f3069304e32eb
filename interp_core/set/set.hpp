// set: a hash table of keys, whose every entry point locks it.
//
// Source: CPython's setobject.c, locked as the Gilectomy locked dict: see dict.hpp and list.hpp for
// the rules. Hashes are computed before the lock is taken; it is held while keys are compared, and
// a lookup begins anew where a comparison has changed the table under it.
//
// Deviation: an empty set has no table at all, where CPython has one of eight entries in the
// object.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "interp_core/compare.hpp"
#include "interp_core/iterator/container_iterator.hpp"
#include "interp_core/object.hpp"
#include "interp_core/result.hpp"
#include "interp_core/set/set_policies.hpp"
#include "interp_core/set/set_table.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Any thread with a reference to the set may call any member.
//
// Arguments are borrowed, objects that are returned are new references, as with dict; and so are
// the errors: TypeError for a key without a hash, what a comparison failed with, MemoryError. Where
// an operation fails it has changed nothing, but for update. Under a lock each operation is one
// step for all others.
template <class Policies = set_policies>
class set : public object<typename Policies::count> {
 public:
  using policies = Policies;
  using count = typename Policies::count;
  using item = object<count>;

  // A new reference to an empty set; null where there is no memory for it.
  static set* create(sync::site where = sync::site::current()) { return sync::make_at<set>(where); }

  // A key that is there stays the object that it was.
  error add(runtime& rt, item& key);
  // Takes key out, if it is there.
  error discard(runtime& rt, item& key);
  // The same; KeyError where it is not.
  error remove(runtime& rt, item& key);
  result<bool> contains(runtime& rt, item& key);
  // Takes any one out; KeyError where there is none.
  result<item*> pop(runtime& rt);
  std::size_t len(runtime& rt);
  void clear(runtime& rt);
  // Adds all that `other` holds (|=), or takes out all that it does not (&=); it may be the set
  // itself. Locks both. RuntimeError where a comparison changed either meanwhile; of an update,
  // what was added until then stays.
  error update(runtime& rt, set& other);
  error intersection_update(runtime& rt, set& other);
  result<set*> copy(runtime& rt);
  // A new iterator: see set_iterator.hpp, which must be included for it.
  result<container_iterator<set>*> iterate(runtime& rt);

  // Entries of the hash table, 0 without one. For checks, when no other thread is about.
  std::size_t table_size() const { return table_.get() == nullptr ? 0 : table_.get()->size(); }
  // The object's type, which all sets of one policy share.
  static const type_object<count>& type_of_sets() { return this_type; }

  // Of make_at: see create.
  set() : object<count>(this_type) {
    sync::label(table_, "set table");
    sync::label(used_, "set size");
    sync::label(filled_, "set fill");
    sync::label(finger_, "set finger");
    label_lock(lock_, "of a set");
  }
  ~set() { table::release(table_.get()); }

 private:
  friend class container_iterator<set>;
  using locking = typename Policies::locking;
  using table = set_table<count>;
  using entry = typename table::entry;

  // The lock an entry point takes, for a scope.
  template <set_entry Entry>
  using guard = std::conditional_t<Policies::locks(Entry), held<locking>, not_held>;
  template <set_entry Entry>
  using guard_two = std::conditional_t<Policies::locks(Entry), held_two<locking>, not_held>;

  // For the iterator.
  using yield = item*;
  using iterator_place = numbered_place;
  using guard_next = guard<set_entry::next>;
  using in_lock = typename locking::in_object;
  result<yield> step(runtime& rt, iterator_place& at, sync::var<bool>& is_over);

  static void dealloc(runtime& rt, object<count>* o);
  static void traverse(object<count>& o, const reference_visitor<count>& visit);
  static constexpr type_object<count> this_type{
      .name = "set", .dealloc = dealloc, .traverse = traverse};

  // All of these are called with the lock held.
  // Key's entry, or null.
  result<entry*> lookup(runtime& rt, kept_alive<count>& kept, item& key, std::int64_t hash);
  // Whether that entry holds key; none where the comparison changed the table.
  result<bool> matches(runtime& rt, kept_alive<count>& kept, entry& e, item& key, std::int64_t hash,
                       bool& restart);
  error insert(runtime& rt, kept_alive<count>& kept, item& key, std::int64_t hash);
  bool resize(std::size_t keys);
  // The reference in the entry becomes the caller's.
  item* take(entry& e);
  error take_out(runtime& rt, kept_alive<count>& kept, item& key, std::int64_t hash);
  error merge(runtime& rt, kept_alive<count>& kept, set& other);
  // What a set has besides its lock; it can be built apart.
  struct body {
    table* entries = nullptr;
    std::size_t used = 0;
  };
  result<body> intersection(runtime& rt, kept_alive<count>& kept, set& other);
  body exchange(body fresh);
  static void drop(runtime& rt, body from);

  [[no_unique_address]] typename locking::in_object lock_;
  sync::var<table*> table_{nullptr};
  sync::var<std::size_t> used_{0};
  sync::var<std::size_t> filled_{0};  // dummies included
  sync::var<std::size_t> finger_{0};  // where the next pop begins to look
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp

#include "interp_core/set/set_items.hpp"
#include "interp_core/set/set_lookup.hpp"
#include "interp_core/set/set_whole.hpp"
