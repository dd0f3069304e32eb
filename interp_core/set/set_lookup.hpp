// set, its table: lookup, adding a key, resizing. Included by set.hpp.
#pragma once

#include "interp_core/set/set.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
result<bool> set<Policies>::matches(runtime& rt, kept_alive<count>& kept, entry& e, item& key,
                                    std::int64_t hash, bool& restart) {
  item* const there = e.key.get();
  if (there == &key) return true;
  if (there == nullptr || e.hash.get() != hash) return false;
  const table* const entries = table_.get();
  const result<bool> same = equal_kept(rt, kept, *there, key);
  // Only a comparison that runs code of its own can have come back to us.
  if (!compare_plainly(*there, key)) restart = table_.get() != entries || e.key.get() != there;
  return same;
}

template <class Policies>
auto set<Policies>::lookup(runtime& rt, kept_alive<count>& kept, item& key, std::int64_t hash)
    -> result<entry*> {
  for (;;) {
    table* const entries = table_.get();
    if (entries == nullptr) return nullptr;
    bool restart = false;
    for (set_probe at(hash, entries->mask()); !restart; at.advance()) {
      entry& e = entries->at(at.slot());
      if (e.key.get() == nullptr && !e.is_dummy()) return nullptr;
      const result<bool> same = matches(rt, kept, e, key, hash, restart);
      if (!same.ok()) return same.what;
      if (!restart && same.value) return &e;
    }
  }
}

// A table with room for more than so many keys; the dummies stay behind.
template <class Policies>
bool set<Policies>::resize(std::size_t keys) {
  table* const fresh = table::create(set_slots_for(keys));
  if (fresh == nullptr) return false;
  table* const old = table_.get();
  if (old != nullptr)
    old->for_each([fresh](entry& e, item& key) { fresh->append(e.hash.get(), &key); });
  table_.set(fresh);
  filled_.set(used_.get());
  table::release(old);
  return true;
}

// CPython grows after the key is in; where there is no memory it would have changed then.
template <class Policies>
error set<Policies>::insert(runtime& rt, kept_alive<count>& kept, item& key, std::int64_t hash) {
  const result<entry*> e = lookup(rt, kept, key, hash);
  if (!e.ok() || e.value != nullptr) return e.what;
  const std::size_t used = used_.get();
  if (table_.get() == nullptr || !table::has_room(table_.get()->mask(), filled_.get())) {
    const std::size_t keys = table_.get() == nullptr ? 0 : set_room_to_grow(used + 1);
    if (!resize(keys)) return error::memory_error;
  }
  incref(rt, key);
  table_.get()->append(hash, &key);
  used_.set(used + 1);
  filled_.set(filled_.get() + 1);
  return error::none;
}

template <class Policies>
auto set<Policies>::take(entry& e) -> item* {
  item* const key = e.key.get();
  e.take_out();
  used_.set(used_.get() - 1);
  return key;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
