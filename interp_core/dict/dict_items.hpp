// dict, one key at a time: get, set, setdefault, del, pop, popitem, contains. Included by dict.hpp.
#pragma once

#include "interp_core/dict/dict.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
result<object<typename Policies::count>*> dict<Policies>::get(runtime& rt, item& key) {
  const result<std::int64_t> hash = hash_of(rt, key);
  if (!hash.ok()) return hash.what;
  kept_alive<count> kept(rt);
  const result<item*> found = [&]() -> result<item*> {
    guard<dict_entry::get> in(rt, lock_);
    const result<std::int32_t> i = lookup(rt, kept, key, hash.value);
    if (!i.ok()) return i.what;
    if (i.value == no_entry) {
      if (Policies::unlocks_a_miss_twice) in.leave_once_too_often();
      return nullptr;
    }
    item* const value = keys_.get()->at(i.value).value.get();
    if (Policies::takes_reference_under_lock) incref(rt, *value);
    return value;
  }();
  if (!Policies::takes_reference_under_lock && found.value != nullptr) incref(rt, *found.value);
  kept.drop();
  return found;
}

template <class Policies>
error dict<Policies>::set(runtime& rt, item& key, item& value) {
  const result<std::int64_t> hash = hash_of(rt, key);
  if (!hash.ok()) return hash.what;
  kept_alive<count> kept(rt);
  const error what = [&] {
    const guard<dict_entry::set> in(rt, lock_);
    const error done = insert(rt, kept, key, hash.value, value);
    if (Policies::drops_under_lock) kept.drop();
    return done;
  }();
  kept.drop();
  return what;
}

template <class Policies>
result<object<typename Policies::count>*> dict<Policies>::setdefault(runtime& rt, item& key,
                                                                     item& value) {
  const result<std::int64_t> hash = hash_of(rt, key);
  if (!hash.ok()) return hash.what;
  kept_alive<count> kept(rt);
  const result<item*> there = [&]() -> result<item*> {
    const guard<dict_entry::setdefault> in(rt, lock_);
    const result<std::int32_t> i = lookup(rt, kept, key, hash.value);
    if (!i.ok()) return i.what;
    item* now = &value;
    if (i.value == no_entry) {
      if (const error what = add(rt, key, hash.value, value); what != error::none) return what;
    } else {
      now = keys_.get()->at(i.value).value.get();
    }
    incref(rt, *now);
    return now;
  }();
  kept.drop();
  return there;
}

template <class Policies>
error dict<Policies>::del(runtime& rt, item& key) {
  const result<std::int64_t> hash = hash_of(rt, key);
  if (!hash.ok()) return hash.what;
  kept_alive<count> kept(rt);
  const error what = [&] {
    const guard<dict_entry::del> in(rt, lock_);
    const result<std::int32_t> i = lookup(rt, kept, key, hash.value);
    if (!i.ok()) return i.what;
    if (i.value == no_entry) return error::key_error;
    const pair taken = take(i.value);
    kept.adopt(taken.key);
    kept.adopt(taken.value);
    if (Policies::drops_under_lock) kept.drop();
    return error::none;
  }();
  kept.drop();
  return what;
}

// The dict's reference to the value becomes the caller's.
template <class Policies>
result<object<typename Policies::count>*> dict<Policies>::pop(runtime& rt, item& key) {
  const result<std::int64_t> hash = hash_of(rt, key);
  if (!hash.ok()) return hash.what;
  kept_alive<count> kept(rt);
  const result<item*> value = [&]() -> result<item*> {
    const guard<dict_entry::pop> in(rt, lock_);
    const result<std::int32_t> i = lookup(rt, kept, key, hash.value);
    if (!i.ok()) return i.what;
    if (i.value == no_entry) return error::key_error;
    const pair taken = take(i.value);
    kept.adopt(taken.key);
    return taken.value;
  }();
  kept.drop();
  return value;
}

// Source: dict_popitem_impl. Gaps at the end are given up, so that popping all is linear.
template <class Policies>
auto dict<Policies>::popitem(runtime& rt) -> result<pair> {
  const guard<dict_entry::popitem> in(rt, lock_);
  if (used_.get() == 0) return error::key_error;
  keys* const table = keys_.get();
  std::int32_t last = table->used_entries() - 1;
  while (table->at(last).value.get() == nullptr) --last;
  const pair taken = take(last);
  table->set_used_entries(last);
  return taken;
}

template <class Policies>
result<bool> dict<Policies>::contains(runtime& rt, item& key) {
  const result<std::int64_t> hash = hash_of(rt, key);
  if (!hash.ok()) return hash.what;
  kept_alive<count> kept(rt);
  const entry* e = nullptr;
  bool is_there = false;
  const error what = [&] {
    const guard<dict_entry::contains> in(rt, lock_);
    const result<std::int32_t> i = lookup(rt, kept, key, hash.value);
    if (!i.ok() || i.value == no_entry) return i.what;
    e = &keys_.get()->at(i.value);
    if (Policies::reads_entry_under_lock) is_there = e->value.get() != nullptr;
    return error::none;
  }();
  if (!Policies::reads_entry_under_lock && e != nullptr) is_there = e->value.get() != nullptr;
  kept.drop();
  if (what != error::none) return what;
  return is_there;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
