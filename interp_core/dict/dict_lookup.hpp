// dict, its table: lookup, adding an entry, resizing. Included by dict.hpp.
#pragma once

#include "interp_core/dict/dict.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
result<bool> dict<Policies>::matches(runtime& rt, kept_alive<count>& kept, entry& e, item& key,
                                     std::int64_t hash, bool& restart) {
  item* const there = e.key.get();
  if (there == &key) return true;
  if (e.hash.get() != hash) return false;
  const keys* const table = keys_.get();
  const result<bool> same = equal_kept(rt, kept, *there, key);
  // Only a comparison that runs code of its own can have come back to us.
  if (!compare_plainly(*there, key)) restart = keys_.get() != table || e.key.get() != there;
  return same;
}

template <class Policies>
result<std::int32_t> dict<Policies>::lookup(runtime& rt, kept_alive<count>& kept, item& key,
                                            std::int64_t hash) {
  for (;;) {
    keys* const table = keys_.get();
    if (table == nullptr) return no_entry;
    bool restart = false;
    for (probe at(hash, table->indices().mask()); !restart; at.advance()) {
      const std::int32_t i = table->indices().get(at.slot());
      if (i == no_entry) return no_entry;
      if (i == dummy_entry) continue;
      const result<bool> same = matches(rt, kept, table->at(i), key, hash, restart);
      if (!same.ok()) return same.what;
      if (!restart && same.value) return i;
    }
  }
}

// Source: dictresize. The entries move to a new block, without the gaps.
template <class Policies>
bool dict<Policies>::resize(unsigned log2_size) {
  keys* const fresh = keys::create(log2_size);
  if (fresh == nullptr) return false;
  keys* const old = keys_.get();
  for (std::int32_t i = 0; old != nullptr && i < old->used_entries(); ++i) {
    const entry& e = old->at(i);
    if (e.value.get() != nullptr) fresh->append(e.hash.get(), e.key.get(), e.value.get());
  }
  keys_.set(fresh);
  keys::release(old);
  return true;
}

// A key that is not there: source insertdict, insert_to_emptydict.
template <class Policies>
error dict<Policies>::add(runtime& rt, item& key, std::int64_t hash, item& value) {
  const keys* const table = keys_.get();
  if (table == nullptr || table->usable() == 0) {
    if (!resize(log2_size_to_grow(used_.get()))) return error::memory_error;
  }
  incref(rt, key);
  incref(rt, value);
  keys_.get()->append(hash, &key, &value);
  used_.set(used_.get() + 1);
  return error::none;
}

template <class Policies>
error dict<Policies>::insert(runtime& rt, kept_alive<count>& kept, item& key, std::int64_t hash,
                             item& value) {
  const result<std::int32_t> i = lookup(rt, kept, key, hash);
  if (!i.ok()) return i.what;
  if (i.value == no_entry) return add(rt, key, hash, value);
  entry& e = keys_.get()->at(i.value);
  incref(rt, value);
  kept.adopt(e.value.get());
  e.value.set(&value);
  return error::none;
}

template <class Policies>
auto dict<Policies>::take(std::int32_t i) -> pair {
  entry& e = keys_.get()->at(i);
  const pair taken{e.key.get(), e.value.get()};
  keys_.get()->remove(i);
  used_.set(used_.get() - 1);
  return taken;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
