// set, all of it: clear, update, intersection_update, copy, and its end. Included by set.hpp.
#pragma once

#include "interp_core/set/set.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The new body in the place of the old one, which becomes the caller's (set_swap_bodies).
template <class Policies>
auto set<Policies>::exchange(body fresh) -> body {
  const body old{table_.get(), used_.get()};
  table_.set(fresh.entries);
  used_.set(fresh.used);
  filled_.set(fresh.used);
  return old;
}

template <class Policies>
void set<Policies>::drop(runtime& rt, body from) {
  if (from.entries == nullptr) return;
  from.entries->for_each([&rt](entry&, item& key) { decref(rt, key); });
  table::release(from.entries);
}

template <class Policies>
void set<Policies>::clear(runtime& rt) {
  body old;
  {
    const guard<set_entry::clear> in(rt, lock_);
    old = exchange({});
    if (Policies::drops_under_lock) drop(rt, std::exchange(old, {}));
  }
  drop(rt, old);
}

// Source: set_merge_lock_held. Room is made for all of the other's keys at once, as if none were
// ours.
template <class Policies>
error set<Policies>::merge(runtime& rt, kept_alive<count>& kept, set& other) {
  table* const from = other.table_.get();
  const std::size_t more = other.used_.get();
  if (more == 0) return error::none;
  const bool fits = table_.get() != nullptr && (filled_.get() + more) * 5 < (table_size() - 1) * 3;
  if (!fits && !resize((used_.get() + more) * 2)) return error::memory_error;
  for (std::size_t i = 0; i < from->size(); ++i) {
    entry& e = from->at(i);
    item* const key = e.key.get();
    if (key == nullptr) continue;
    kept.keep(*key);  // a comparison may take it out of the other set
    const error what = insert(rt, kept, *key, e.hash.get());
    if (what != error::none) return what;
    if (other.table_.get() != from || other.used_.get() != more) return error::runtime_error;
  }
  return error::none;
}

template <class Policies>
error set<Policies>::update(runtime& rt, set& other) {
  if (&other == this) return error::none;
  kept_alive<count> kept(rt);
  const error what = [&] {
    const guard_two<set_entry::update> in(rt, lock_, other.lock_);
    return merge(rt, kept, other);
  }();
  kept.drop();
  return what;
}

// What both hold, with references of its own.
template <class Policies>
auto set<Policies>::intersection(runtime& rt, kept_alive<count>& kept, set& other) -> result<body> {
  table* const from = table_.get();
  const std::size_t size = used_.get();
  if (size == 0) return body{};
  body both{table::create(set_slots_for(size * 2)), 0};
  if (both.entries == nullptr) return error::memory_error;
  error what = error::none;
  for (std::size_t i = 0; what == error::none && i < from->size(); ++i) {
    entry& e = from->at(i);
    item* const key = e.key.get();
    if (key == nullptr) continue;
    kept.keep(*key);
    const std::int64_t hash = e.hash.get();
    const result<entry*> there = other.lookup(rt, kept, *key, hash);
    what = there.what;
    if (table_.get() != from || used_.get() != size) what = error::runtime_error;
    if (what != error::none || there.value == nullptr) continue;
    incref(rt, *key);
    both.entries->append(hash, key);
    ++both.used;
  }
  if (what == error::none) return both;
  // Ours are not the last references: `kept` has some.
  drop(rt, both);
  return what;
}

// Source: set_intersection_update: the intersection is built apart, and then the two swap bodies.
template <class Policies>
error set<Policies>::intersection_update(runtime& rt, set& other) {
  if (&other == this) return error::none;
  kept_alive<count> kept(rt);
  body ours;  // the new one, and then the old one
  const error what = [&] {
    const guard_two<set_entry::intersection_update> in(rt, lock_, other.lock_);
    const result<body> built = intersection(rt, kept, other);
    if (!built.ok()) return built.what;
    ours = Policies::swaps_where_it_built ? exchange(built.value) : built.value;
    return error::none;
  }();
  if (!Policies::swaps_where_it_built && what == error::none) {
    const guard<set_entry::intersection_update> in(rt, lock_);
    ours = exchange(ours);
  }
  kept.drop();
  drop(rt, ours);
  return what;
}

template <class Policies>
result<set<Policies>*> set<Policies>::copy(runtime& rt) {
  const guard<set_entry::copy> in(rt, lock_);
  set* const fresh = create();
  if (fresh == nullptr) return error::memory_error;
  const std::size_t size = used_.get();
  if (size == 0) return fresh;
  table* const entries = table::create(set_slots_for(size * 2));
  if (entries == nullptr) {
    decref(rt, *fresh);
    return error::memory_error;
  }
  table_.get()->for_each([&rt, entries](entry& e, item& key) {
    incref(rt, key);
    entries->append(e.hash.get(), &key);
  });
  fresh->exchange({entries, size});
  return fresh;
}

// Whoever drops the last reference is alone with the set: no lock.
template <class Policies>
void set<Policies>::dealloc(runtime& rt, object<count>* o) {
  auto* self = static_cast<set*>(o);
  drop(rt, self->exchange({}));
  sync::destroy(self);
}

template <class Policies>
void set<Policies>::traverse(object<count>& o, const reference_visitor<count>& visit) {
  table* const entries = static_cast<set&>(o).table_.get();
  if (entries != nullptr) entries->for_each([&visit](entry&, item& key) { visit(key); });
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
