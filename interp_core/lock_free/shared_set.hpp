// A set whose contains and len take no lock.
//
// Source: setobject.c of free-threaded CPython (gh-132657, gh-142735). The size of a table does not
// lie in it but beside the pointer to it, and a reader needs the two of one time. A new mask with
// an old table is an index beyond its end.
//
// A writer takes the table away, stores the mask with release, and publishes the new table. A
// reader loads the table, then the mask with acquire, and then looks whether the table is still
// there: who has read a mask has seen that the table before it is gone, and who has read a table
// has seen the mask that is its own. (That is our reading of what the fix must come to; the issue
// names the two orders.) Where anything is not as it was the reader takes the lock. What it finds
// it compares with a reference to it, as in shared_dict; a table is freed a grace period later.
//
// Deviation: keys are plain values (int, str, float), as in shared_dict.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "interp_core/cell.hpp"
#include "interp_core/compare.hpp"
#include "interp_core/lock_free/grace_periods.hpp"
#include "interp_core/lock_free/lock_free_policies.hpp"
#include "interp_core/object.hpp"
#include "interp_core/result.hpp"
#include "interp_core/set/set_table.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The choices that are right. A scenario derives from it and replaces some.
struct shared_set_policies : lock_free_policies {
  // Of the mask.
  static constexpr std::memory_order store_mask = std::memory_order_release;
  static constexpr std::memory_order load_mask = std::memory_order_acquire;
  // There is no table while the mask changes.
  static constexpr bool takes_table_away = true;
};

// Threads that call contains must be members of the runtime's grace_periods, as with shared_dict.
// Keys without a hash, or that are no plain values, are a TypeError. Arguments and results as with
// set.
template <class Policies = shared_set_policies>
class shared_set : public object<typename Policies::count> {
 public:
  using count = typename Policies::count;
  using item = object<count>;

  // A new reference to an empty set, which the calling thread owns (see sharing); null where there
  // is no memory for it.
  static shared_set* create(sync::site where = sync::site::current()) {
    return sync::make_at<shared_set>(where);
  }

  result<bool> contains(runtime& rt, item& key);
  std::size_t len() const { return used_.load(std::memory_order_relaxed); }
  // These take the lock.
  error add(runtime& rt, item& key);
  error discard(runtime& rt, item& key);

  // Of make_at: see create.
  shared_set() : object<count>(this_type) {
    sync::label(table_, "set table");
    sync::label(mask_, "set mask");
    sync::label(used_, "set size");
    label_lock(lock_, "of a set");
  }

 private:
  using locking = typename Policies::locking;
  using table = set_table<count, ordered_cell>;
  using entry = typename table::entry;

  enum class outcome { found, absent, failed };

  // Without the lock.
  outcome try_contains(runtime& rt, item& key, std::int64_t hash);
  outcome try_entry(runtime& rt, entry& e, item& key, std::int64_t hash);
  // With the lock held. Key's entry, or null.
  result<entry*> lookup(runtime& rt, item& key, std::int64_t hash);
  error grow(runtime& rt);

  static result<std::int64_t> hash_of_plain(runtime& rt, item& key) {
    if (!key.type->is_plain_value) return error::type_error;
    return hash_of(rt, key);
  }
  static void dealloc(runtime& rt, item* o);
  static void traverse(item& o, const reference_visitor<count>& visit);
  static constexpr type_object<count> this_type{
      .name = "shared set", .dealloc = dealloc, .traverse = traverse};

  [[no_unique_address]] typename locking::in_object lock_;
  sharing sharing_;
  sync::atomic<table*> table_{nullptr};
  sync::atomic<std::size_t> mask_{0};
  sync::atomic<std::size_t> used_{0};
  std::size_t filled_ = 0;  // of who holds the lock
};

// Whether the entry holds key. The key's object is looked at only with a reference to it.
template <class Policies>
auto shared_set<Policies>::try_entry(runtime& rt, entry& e, item& key, std::int64_t hash)
    -> outcome {
  if (e.key.get() == &key) return outcome::found;
  if (e.hash.get() != hash) return outcome::absent;
  item* const there = try_get_reference<Policies>(rt, e.key);
  if (there == nullptr) return outcome::failed;
  const result<bool> same = equal(rt, *there, key);
  decref(rt, *there);
  if (!same.ok()) return outcome::failed;
  return same.value ? outcome::found : outcome::absent;
}

template <class Policies>
auto shared_set<Policies>::try_contains(runtime& rt, item& key, std::int64_t hash) -> outcome {
  table* const entries = table_.load(std::memory_order_acquire);
  if (entries == nullptr) return outcome::failed;
  const std::size_t mask = mask_.load(Policies::load_mask);
  if (table_.load(std::memory_order_acquire) != entries) return outcome::failed;
  for (set_probe at(hash, mask);; at.advance()) {
    entry& e = entries->at(at.slot());
    outcome what = outcome::absent;
    if (e.key.get() != nullptr) {
      what = try_entry(rt, e, key, hash);
      if (what == outcome::absent) continue;
    } else if (e.is_dummy()) {
      continue;
    }
    if (what != outcome::failed && table_.load(std::memory_order_acquire) != entries)
      return outcome::failed;
    return what;
  }
}

template <class Policies>
result<bool> shared_set<Policies>::contains(runtime& rt, item& key) {
  const result<std::int64_t> hash = hash_of_plain(rt, key);
  if (!hash.ok()) return hash.what;
  if (sharing_.template may_read<Policies>()) {
    const outcome what = try_contains(rt, key, hash.value);
    if (what != outcome::failed) return what == outcome::found;
  }
  const held<locking> in(rt, lock_);
  if (!sharing_.is_owner() && !sharing_.is_shared()) sharing_.mark();
  const result<entry*> e = lookup(rt, key, hash.value);
  if (!e.ok()) return e.what;
  return e.value != nullptr;
}

template <class Policies>
auto shared_set<Policies>::lookup(runtime& rt, item& key, std::int64_t hash) -> result<entry*> {
  table* const entries = table_.load(std::memory_order_relaxed);
  if (entries == nullptr) return nullptr;
  for (set_probe at(hash, entries->mask());; at.advance()) {
    entry& e = entries->at(at.slot());
    item* const there = e.key.get();
    if (there == nullptr && !e.is_dummy()) return nullptr;
    if (there == nullptr || e.hash.get() != hash) continue;
    const result<bool> same = equal(rt, *there, key);
    if (!same.ok()) return same.what;
    if (same.value) return &e;
  }
}

// The references move to the new table with the keys.
template <class Policies>
error shared_set<Policies>::grow(runtime& rt) {
  table* const old = table_.load(std::memory_order_relaxed);
  table* const fresh =
      table::create(set_slots_for(old == nullptr ? 0 : set_room_to_grow(len() + 1)));
  if (fresh == nullptr) return error::memory_error;
  if (old != nullptr)
    old->for_each([fresh](entry& e, item& key) { fresh->append(e.hash.get(), &key); });
  filled_ = len();
  if (Policies::takes_table_away) table_.store(nullptr, std::memory_order_relaxed);
  mask_.store(fresh->mask(), Policies::store_mask);
  table_.store(fresh, Policies::publish);
  if (old == nullptr) return error::none;
  if (sharing_.template must_wait<Policies>() && rt.grace != nullptr) {
    rt.grace->free_later(old, [](void* t) { table::release(static_cast<table*>(t)); });
  } else {
    table::release(old);
  }
  return error::none;
}

template <class Policies>
error shared_set<Policies>::add(runtime& rt, item& key) {
  const result<std::int64_t> hash = hash_of_plain(rt, key);
  if (!hash.ok()) return hash.what;
  const held<locking> in(rt, lock_);
  const result<entry*> e = lookup(rt, key, hash.value);
  if (!e.ok() || e.value != nullptr) return e.what;
  table* const entries = table_.load(std::memory_order_relaxed);
  if (entries == nullptr || !table::has_room(entries->mask(), filled_))
    if (const error what = grow(rt); what != error::none) return what;
  incref(rt, key);
  table_.load(std::memory_order_relaxed)->append(hash.value, &key);
  used_.store(len() + 1, std::memory_order_relaxed);
  ++filled_;
  return error::none;
}

template <class Policies>
error shared_set<Policies>::discard(runtime& rt, item& key) {
  const result<std::int64_t> hash = hash_of_plain(rt, key);
  if (!hash.ok()) return hash.what;
  item* taken = nullptr;
  {
    const held<locking> in(rt, lock_);
    const result<entry*> e = lookup(rt, key, hash.value);
    if (!e.ok() || e.value == nullptr) return e.what;
    taken = e.value->key.get();
    e.value->take_out();
    used_.store(len() - 1, std::memory_order_relaxed);
  }
  decref(rt, *taken);
  return error::none;
}

template <class Policies>
void shared_set<Policies>::dealloc(runtime& rt, item* o) {
  auto* self = static_cast<shared_set*>(o);
  if (table* const last = self->table_.load(std::memory_order_relaxed)) {
    last->for_each([&rt](entry&, item& key) { decref(rt, key); });
    table::release(last);
  }
  destroy_later(rt, self);
}

template <class Policies>
void shared_set<Policies>::traverse(item& o, const reference_visitor<count>& visit) {
  table* const entries = static_cast<shared_set&>(o).table_.load(std::memory_order_relaxed);
  if (entries != nullptr) entries->for_each([&visit](entry&, item& key) { visit(key); });
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
