// dict: a hash table that remembers the order of insertion, whose every entry point locks it.
//
// Source: CPython's dictobject.c (combined tables) as the Gilectomy locked it; see list.hpp for the
// rules of locking. Hashes are computed before the lock is taken. It is held while keys are
// compared, and a comparison may come back to the same dict: a lookup then begins anew where the
// table has changed under it.
//
// Deviation: an empty dict has no table at all, where CPython shares one that is always empty; and
// a copy is always made compact.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "interp_core/compare.hpp"
#include "interp_core/dict/dict_keys.hpp"
#include "interp_core/dict/dict_policies.hpp"
#include "interp_core/freelist/freelists.hpp"
#include "interp_core/iterator/container_iterator.hpp"
#include "interp_core/object.hpp"
#include "interp_core/result.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Any thread with a reference to the dict may call any member.
//
// Arguments are borrowed: the dict takes references of its own to what it keeps. Objects that are
// returned are new references, which the caller drops. A key without a hash is a TypeError, and
// what goes wrong in a comparison is passed on; an operation that needs memory may fail with a
// MemoryError. Where an operation fails it has changed nothing, but for update.
// Under a lock each operation is one step for all others.
template <class Policies = dict_policies>
class dict : public Policies::collection::template header<typename Policies::count> {
 public:
  using policies = Policies;
  using header = typename Policies::collection::template header<typename Policies::count>;
  using count = typename Policies::count;
  using item = object<count>;

  // A key with its value; both null in an iterator's last answer.
  struct pair {
    item* key = nullptr;
    item* value = nullptr;

    friend bool operator==(const pair&, const pair&) = default;
  };

  // A new reference to an empty dict; null where there is no memory for it. With a runtime: memory
  // from its freelists, if it has any.
  static dict* create(sync::site where = sync::site::current()) {
    return sync::make_at<dict>(where);
  }
  static dict* create(runtime& rt, sync::site where = sync::site::current()) {
    return make_object<dict>(rt, freelist_kind::dict, where);
  }
  // The same of a dict that a collector knows of, from now on.
  template <class Heap>
  static dict* create(runtime& rt, Heap& home, sync::site where = sync::site::current()) {
    dict* const made = make_object<dict>(rt, freelist_kind::dict, where, home);
    if (made != nullptr) made->track();
    return made;
  }

  // The value of key, or null where there is none: no error.
  result<item*> get(runtime& rt, item& key);
  // dict[key] = value. A key that is there keeps its place, and the object that it was.
  error set(runtime& rt, item& key, item& value);
  // The value of key, which becomes `value` if it had none.
  result<item*> setdefault(runtime& rt, item& key, item& value);
  // del dict[key]; KeyError.
  error del(runtime& rt, item& key);
  // Takes key out and returns its value; KeyError.
  result<item*> pop(runtime& rt, item& key);
  // Takes the last one out; KeyError where there is none.
  result<pair> popitem(runtime& rt);
  result<bool> contains(runtime& rt, item& key);
  std::size_t len(runtime& rt);
  void clear(runtime& rt);
  // Sets all that `other` holds, which may be the dict itself. Locks both. RuntimeError where a
  // comparison changed `other` meanwhile; what was set until then stays.
  error update(runtime& rt, dict& other);
  result<dict*> copy(runtime& rt);
  // A new iterator: see dict_iterator.hpp, which must be included for it.
  result<container_iterator<dict>*> iterate(runtime& rt);

  // Slots of the hash table, 0 without one. For checks, when no other thread is about.
  std::size_t table_size() const { return keys_.get() == nullptr ? 0 : keys_.get()->size(); }
  // The object's type, which all dicts of one policy share.
  static const type_object<count>& type_of_dicts() { return this_type; }

  // Of make_at: see create. The heap whose it is, if it is one's.
  template <class... Heap>
  explicit dict(Heap&... home) : header(home..., this_type) {
    sync::label(keys_, "dict keys");
    sync::label(used_, "dict size");
    label_lock(lock_, "of a dict");
  }
  ~dict() { keys::release(keys_.get()); }

 private:
  friend class container_iterator<dict>;
  using locking = typename Policies::locking;
  using keys = dict_keys<count>;
  using entry = typename keys::entry;

  // The lock an entry point takes, for a scope.
  template <dict_entry Entry>
  using guard = std::conditional_t<Policies::locks(Entry), held<locking>, not_held>;
  template <dict_entry Entry>
  using guard_two = std::conditional_t<Policies::locks(Entry), held_two<locking>, not_held>;

  // For the iterator.
  using yield = pair;
  using iterator_place = numbered_place;
  using guard_next = guard<dict_entry::next>;
  using in_lock = typename locking::in_object;
  result<yield> step(runtime& rt, iterator_place& at, sync::var<bool>& is_over);

  static void dealloc(runtime& rt, object<count>* o);
  static void traverse(object<count>& o, const reference_visitor<count>& visit);
  static constexpr auto this_type = header::template make_type<dict>("dict", dealloc, traverse);

  // All of these are called with the lock held.
  // The number of key's entry, or no_entry.
  result<std::int32_t> lookup(runtime& rt, kept_alive<count>& kept, item& key, std::int64_t hash);
  // Whether that entry holds key; none where the comparison changed the table.
  result<bool> matches(runtime& rt, kept_alive<count>& kept, entry& e, item& key, std::int64_t hash,
                       bool& restart);
  // Sets key, which takes references; the old value goes to `kept`.
  error insert(runtime& rt, kept_alive<count>& kept, item& key, std::int64_t hash, item& value);
  error add(runtime& rt, item& key, std::int64_t hash, item& value);
  bool resize(unsigned log2_size);
  // Takes the entry out: the references in it become the caller's.
  pair take(std::int32_t i);
  error merge(runtime& rt, kept_alive<count>& kept, dict& other);
  static void drop_items(runtime& rt, keys* from);
  dict* create_beside(runtime& rt);

  [[no_unique_address]] typename locking::in_object lock_;
  sync::var<keys*> keys_{nullptr};
  sync::var<std::size_t> used_{0};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp

#include "interp_core/dict/dict_items.hpp"
#include "interp_core/dict/dict_lookup.hpp"
#include "interp_core/dict/dict_whole.hpp"
