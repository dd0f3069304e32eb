// dict, all of it: len, clear, update, copy, and its end. Included by dict.hpp.
#pragma once

#include "interp_core/dict/dict.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
std::size_t dict<Policies>::len(runtime& rt) {
  const guard<dict_entry::len> in(rt, lock_);
  return used_.get();
}

template <class Policies>
void dict<Policies>::clear(runtime& rt) {
  keys* old = nullptr;
  {
    const guard<dict_entry::clear> in(rt, lock_);
    old = keys_.get();
    keys_.set(nullptr);
    used_.set(0);
    if (Policies::drops_under_lock) drop_items(rt, old);
  }
  if (!Policies::drops_under_lock) drop_items(rt, old);
  keys::release(old);
}

// Source: dict_merge. Room is made for all of the other's keys at once, as if none were ours.
template <class Policies>
error dict<Policies>::merge(runtime& rt, kept_alive<count>& kept, dict& other) {
  keys* const from = other.keys_.get();
  if (from == nullptr || other.used_.get() == 0) return error::none;
  const std::size_t more = other.used_.get();
  if (usable_fraction(table_size()) < more && !resize(log2_size_to_hold(used_.get() + more)))
    return error::memory_error;
  const std::int32_t end = from->used_entries();
  for (std::int32_t i = 0; i < end; ++i) {
    const entry& e = from->at(i);
    item* const value = e.value.get();
    if (value == nullptr) continue;
    item* const key = e.key.get();
    // A comparison may take both out of the other dict.
    kept.keep(*key);
    kept.keep(*value);
    const error what = insert(rt, kept, *key, e.hash.get(), *value);
    if (what != error::none) return what;
    if (other.keys_.get() != from || from->used_entries() != end) return error::runtime_error;
  }
  return error::none;
}

template <class Policies>
error dict<Policies>::update(runtime& rt, dict& other) {
  if (&other == this) return error::none;
  kept_alive<count> kept(rt);
  const error what = [&] {
    const guard_two<dict_entry::update> in(rt, lock_, other.lock_);
    return merge(rt, kept, other);
  }();
  kept.drop();
  return what;
}

// Known to the same collector, if any.
template <class Policies>
dict<Policies>* dict<Policies>::create_beside(runtime& rt) {
  if constexpr (header::is_collected) {
    return create(rt, this->home);
  } else {
    return create(rt);
  }
}

template <class Policies>
result<dict<Policies>*> dict<Policies>::copy(runtime& rt) {
  const guard<dict_entry::copy> in(rt, lock_);
  dict* const fresh = create_beside(rt);
  if (fresh == nullptr) return error::memory_error;
  const std::size_t size = used_.get();
  if (size == 0) return fresh;
  keys* const table = keys::create(log2_size_to_hold(size));
  if (table == nullptr) {
    decref(rt, *fresh);
    return error::memory_error;
  }
  fresh->keys_.set(table);
  fresh->used_.set(size);
  keys* const from = keys_.get();
  for (std::int32_t i = 0; i < from->used_entries(); ++i) {
    const entry& e = from->at(i);
    if (e.value.get() == nullptr) continue;
    incref(rt, *e.key.get());
    incref(rt, *e.value.get());
    table->append(e.hash.get(), e.key.get(), e.value.get());
  }
  return fresh;
}

template <class Policies>
void dict<Policies>::drop_items(runtime& rt, keys* from) {
  for (std::int32_t i = 0; from != nullptr && i < from->used_entries(); ++i) {
    const entry& e = from->at(i);
    if (e.value.get() == nullptr) continue;
    decref(rt, *e.key.get());
    decref(rt, *e.value.get());
  }
}

// Whoever drops the last reference is alone with the dict: no lock.
template <class Policies>
void dict<Policies>::dealloc(runtime& rt, object<count>* o) {
  auto* self = static_cast<dict*>(o);
  self->untrack();
  drop_items(rt, self->keys_.get());
  end_object(rt, freelist_kind::dict, self);
}

template <class Policies>
void dict<Policies>::traverse(object<count>& o, const reference_visitor<count>& visit) {
  keys* const table = static_cast<dict&>(o).keys_.get();
  for (std::int32_t i = 0; table != nullptr && i < table->used_entries(); ++i) {
    const entry& e = table->at(i);
    if (e.value.get() == nullptr) continue;
    visit(*e.key.get());
    visit(*e.value.get());
  }
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
