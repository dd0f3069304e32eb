// A dict whose get, contains and len take no lock.
//
// Source: dictobject.c of free-threaded CPython, _Py_dict_lookup_threadsafe, for combined tables. A
// reader loads the table, probes it, takes references to key and value if they still live, and then
// looks whether the table is still the dict's; where anything is not as it was it takes the lock
// after all. Writers hold the lock. A table that is replaced is freed a grace period later, and so
// are keys and values.
//
// Deviations: keys are plain values (int, str, float), since others would have to be compared under
// the lock anyway; popitem never uses an entry again, so that an entry belongs to one key for good.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "interp_core/cell.hpp"
#include "interp_core/compare.hpp"
#include "interp_core/dict/dict_keys.hpp"
#include "interp_core/lock_free/grace_periods.hpp"
#include "interp_core/lock_free/lock_free_policies.hpp"
#include "interp_core/object.hpp"
#include "interp_core/result.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Threads that call get, contains and len must be members of the runtime's grace_periods, as with
// shared_list. Keys without a hash, or that are no plain values, are a TypeError. Arguments and
// results as with dict.
template <class Policies = lock_free_policies>
class shared_dict : public object<typename Policies::count> {
 public:
  using count = typename Policies::count;
  using item = object<count>;

  // A new reference to an empty dict, which the calling thread owns (see sharing); null where there
  // is no memory for it.
  static shared_dict* create(sync::site where = sync::site::current()) {
    return sync::make_at<shared_dict>(where);
  }

  // The value of key, or null where there is none: no error.
  result<item*> get(runtime& rt, item& key);
  result<bool> contains(runtime& rt, item& key);
  std::size_t len() const { return used_.load(std::memory_order_relaxed); }
  // These take the lock.
  error set(runtime& rt, item& key, item& value);
  error del(runtime& rt, item& key);  // KeyError
  void clear(runtime& rt);
  // Calls visit(key, value) for each item in order of insertion, with the lock held.
  template <class Visit>
  void for_each(runtime& rt, Visit visit) {
    const held<locking> in(rt, lock_);
    keys* const table = keys_.load(std::memory_order_relaxed);
    for (std::int32_t i = 0; table != nullptr && i < table->used_entries(); ++i) {
      const entry& e = table->at(i);
      if (e.value.get() != nullptr) visit(*e.key.get(), *e.value.get());
    }
  }

  // Of make_at: see create.
  shared_dict() : object<count>(this_type) {
    sync::label(keys_, "dict keys");
    sync::label(used_, "dict size");
    label_lock(lock_, "of a dict");
  }

 private:
  using locking = typename Policies::locking;
  using keys = dict_keys<count, ordered_cell>;
  using entry = typename keys::entry;

  enum class outcome { found, absent, failed };

  // Without the lock; `value` is a new reference where it is found.
  outcome try_get(runtime& rt, item& key, std::int64_t hash, item*& value);
  outcome try_entry(runtime& rt, entry& e, item& key, std::int64_t hash, item*& value);
  // With the lock held.
  result<std::int32_t> lookup(runtime& rt, item& key, std::int64_t hash);
  error resize(runtime& rt);
  void give_up(runtime& rt, keys* old);

  static result<std::int64_t> hash_of_plain(runtime& rt, item& key) {
    if (!key.type->is_plain_value) return error::type_error;
    return hash_of(rt, key);
  }
  static void drop_items(runtime& rt, keys* from);
  static void dealloc(runtime& rt, item* o);
  static void traverse(item& o, const reference_visitor<count>& visit);
  static constexpr type_object<count> this_type{
      .name = "shared dict", .dealloc = dealloc, .traverse = traverse};

  [[no_unique_address]] typename locking::in_object lock_;
  sharing sharing_;
  sync::atomic<keys*> keys_{nullptr};
  sync::atomic<std::size_t> used_{0};
};

// Whether the entry is key's: `absent` if it is another's. The key's object is looked at only with
// a reference to it.
template <class Policies>
auto shared_dict<Policies>::try_entry(runtime& rt, entry& e, item& key, std::int64_t hash,
                                      item*& value) -> outcome {
  if (e.key.get() != &key) {
    if (e.hash.get() != hash) return outcome::absent;
    item* const there = try_get_reference<Policies>(rt, e.key);
    if (there == nullptr) return outcome::failed;
    const result<bool> same = equal(rt, *there, key);
    decref(rt, *there);
    if (!same.ok()) return outcome::failed;
    if (!same.value) return outcome::absent;
  }
  value = try_get_reference<Policies>(rt, e.value);
  return value == nullptr ? outcome::failed : outcome::found;
}

template <class Policies>
auto shared_dict<Policies>::try_get(runtime& rt, item& key, std::int64_t hash, item*& value)
    -> outcome {
  keys* const table = keys_.load(std::memory_order_acquire);
  if (table == nullptr) return outcome::absent;
  for (probe at(hash, table->indices().mask());; at.advance()) {
    const std::int32_t i = table->indices().get(at.slot());
    if (i == dummy_entry) continue;
    outcome what = outcome::absent;
    if (i != no_entry) {
      what = try_entry(rt, table->at(i), key, hash, value);
      if (what == outcome::absent) continue;
    }
    if (what == outcome::failed || keys_.load(std::memory_order_acquire) == table) return what;
    if (what == outcome::found) decref(rt, *value);
    return outcome::failed;
  }
}

template <class Policies>
auto shared_dict<Policies>::get(runtime& rt, item& key) -> result<item*> {
  const result<std::int64_t> hash = hash_of_plain(rt, key);
  if (!hash.ok()) return hash.what;
  item* value = nullptr;
  if (sharing_.template may_read<Policies>()) {
    const outcome what = try_get(rt, key, hash.value, value);
    if (what == outcome::found) return value;
    if (what == outcome::absent) return nullptr;
  }
  const held<locking> in(rt, lock_);
  if (!sharing_.is_owner()) sharing_.mark();
  const result<std::int32_t> i = lookup(rt, key, hash.value);
  if (!i.ok()) return i.what;
  if (i.value == no_entry) return nullptr;
  value = keys_.load(std::memory_order_relaxed)->at(i.value).value.get();
  incref(rt, *value);
  return value;
}

template <class Policies>
result<bool> shared_dict<Policies>::contains(runtime& rt, item& key) {
  const result<item*> found = get(rt, key);
  if (!found.ok()) return found.what;
  decref_if(rt, found.value);
  return found.value != nullptr;
}

template <class Policies>
result<std::int32_t> shared_dict<Policies>::lookup(runtime& rt, item& key, std::int64_t hash) {
  keys* const table = keys_.load(std::memory_order_relaxed);
  if (table == nullptr) return no_entry;
  for (probe at(hash, table->indices().mask());; at.advance()) {
    const std::int32_t i = table->indices().get(at.slot());
    if (i == no_entry) return no_entry;
    if (i == dummy_entry) continue;
    entry& e = table->at(i);
    if (e.hash.get() != hash) continue;
    const result<bool> same = equal(rt, *e.key.get(), key);
    if (!same.ok()) return same.what;
    if (same.value) return i;
  }
}

template <class Policies>
void shared_dict<Policies>::give_up(runtime& rt, keys* old) {
  if (old == nullptr) return;
  if (sharing_.template must_wait<Policies>() && rt.grace != nullptr) {
    rt.grace->free_later(old, [](void* k) { keys::release(static_cast<keys*>(k)); });
  } else {
    keys::release(old);
  }
}

// The references move to the new table with the entries; a reader of the old one finds out, since
// it is not the dict's any more.
template <class Policies>
error shared_dict<Policies>::resize(runtime& rt) {
  keys* const fresh = keys::create(log2_size_to_grow(len()));
  if (fresh == nullptr) return error::memory_error;
  keys* const old = keys_.load(std::memory_order_relaxed);
  for (std::int32_t i = 0; old != nullptr && i < old->used_entries(); ++i) {
    const entry& e = old->at(i);
    if (e.value.get() != nullptr) fresh->append(e.hash.get(), e.key.get(), e.value.get());
  }
  keys_.store(fresh, Policies::publish);
  give_up(rt, old);
  return error::none;
}

template <class Policies>
error shared_dict<Policies>::set(runtime& rt, item& key, item& value) {
  const result<std::int64_t> hash = hash_of_plain(rt, key);
  if (!hash.ok()) return hash.what;
  item* old = nullptr;
  {
    const held<locking> in(rt, lock_);
    const result<std::int32_t> i = lookup(rt, key, hash.value);
    if (!i.ok()) return i.what;
    keys* const table = keys_.load(std::memory_order_relaxed);
    if (i.value == no_entry) {
      if (table == nullptr || table->usable() == 0)
        if (const error what = resize(rt); what != error::none) return what;
      incref(rt, key);
      incref(rt, value);
      keys_.load(std::memory_order_relaxed)->append(hash.value, &key, &value);
      used_.store(len() + 1, std::memory_order_relaxed);
      return error::none;
    }
    entry& e = table->at(i.value);
    incref(rt, value);
    old = e.value.get();
    e.value.set(&value);
  }
  decref(rt, *old);
  return error::none;
}

template <class Policies>
error shared_dict<Policies>::del(runtime& rt, item& key) {
  const result<std::int64_t> hash = hash_of_plain(rt, key);
  if (!hash.ok()) return hash.what;
  item* old_key = nullptr;
  item* old_value = nullptr;
  {
    const held<locking> in(rt, lock_);
    const result<std::int32_t> i = lookup(rt, key, hash.value);
    if (!i.ok()) return i.what;
    if (i.value == no_entry) return error::key_error;
    keys* const table = keys_.load(std::memory_order_relaxed);
    old_key = table->at(i.value).key.get();
    old_value = table->at(i.value).value.get();
    table->remove(i.value);
    used_.store(len() - 1, std::memory_order_relaxed);
  }
  decref(rt, *old_key);
  decref(rt, *old_value);
  return error::none;
}

template <class Policies>
void shared_dict<Policies>::drop_items(runtime& rt, keys* from) {
  for (std::int32_t i = 0; from != nullptr && i < from->used_entries(); ++i) {
    const entry& e = from->at(i);
    if (e.value.get() == nullptr) continue;
    decref(rt, *e.key.get());
    decref(rt, *e.value.get());
  }
}

// The old table is given up last: it is where the references to be dropped are.
template <class Policies>
void shared_dict<Policies>::clear(runtime& rt) {
  keys* old = nullptr;
  {
    const held<locking> in(rt, lock_);
    old = keys_.load(std::memory_order_relaxed);
    keys_.store(nullptr, std::memory_order_release);
    used_.store(0, std::memory_order_relaxed);
  }
  drop_items(rt, old);
  const held<locking> in(rt, lock_);
  give_up(rt, old);
}

template <class Policies>
void shared_dict<Policies>::dealloc(runtime& rt, item* o) {
  auto* self = static_cast<shared_dict*>(o);
  keys* const last = self->keys_.load(std::memory_order_relaxed);
  drop_items(rt, last);
  keys::release(last);
  destroy_later(rt, self);
}

template <class Policies>
void shared_dict<Policies>::traverse(item& o, const reference_visitor<count>& visit) {
  keys* const table = static_cast<shared_dict&>(o).keys_.load(std::memory_order_relaxed);
  for (std::int32_t i = 0; table != nullptr && i < table->used_entries(); ++i) {
    const entry& e = table->at(i);
    if (e.value.get() == nullptr) continue;
    visit(*e.key.get());
    visit(*e.value.get());
  }
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
