// set, one key at a time: add, discard, remove, contains, pop. Included by set.hpp.
#pragma once

#include "interp_core/set/set.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
error set<Policies>::add(runtime& rt, item& key) {
  const result<std::int64_t> hash = hash_of(rt, key);
  if (!hash.ok()) return hash.what;
  kept_alive<count> kept(rt);
  const error what = [&] {
    const guard<set_entry::add> in(rt, lock_);
    return insert(rt, kept, key, hash.value);
  }();
  kept.drop();
  return what;
}

// KeyError where it is not there.
template <class Policies>
error set<Policies>::take_out(runtime& rt, kept_alive<count>& kept, item& key, std::int64_t hash) {
  const result<entry*> e = lookup(rt, kept, key, hash);
  if (!e.ok()) return e.what;
  if (e.value == nullptr) return error::key_error;
  kept.adopt(take(*e.value));
  if (Policies::drops_under_lock) kept.drop();
  return error::none;
}

template <class Policies>
error set<Policies>::discard(runtime& rt, item& key) {
  const result<std::int64_t> hash = hash_of(rt, key);
  if (!hash.ok()) return hash.what;
  kept_alive<count> kept(rt);
  const error what = [&] {
    const guard<set_entry::discard> in(rt, lock_);
    return take_out(rt, kept, key, hash.value);
  }();
  kept.drop();
  return what == error::key_error ? error::none : what;
}

template <class Policies>
error set<Policies>::remove(runtime& rt, item& key) {
  const result<std::int64_t> hash = hash_of(rt, key);
  if (!hash.ok()) return hash.what;
  kept_alive<count> kept(rt);
  const error what = [&] {
    const guard<set_entry::remove> in(rt, lock_);
    return take_out(rt, kept, key, hash.value);
  }();
  kept.drop();
  return what;
}

template <class Policies>
result<bool> set<Policies>::contains(runtime& rt, item& key) {
  const result<std::int64_t> hash = hash_of(rt, key);
  if (!hash.ok()) return hash.what;
  kept_alive<count> kept(rt);
  const result<entry*> e = [&] {
    const guard<set_entry::contains> in(rt, lock_);
    return lookup(rt, kept, key, hash.value);
  }();
  kept.drop();
  if (!e.ok()) return e.what;
  return e.value != nullptr;
}

// Source: set_pop_impl. The finger goes round, so that popping all is linear.
template <class Policies>
auto set<Policies>::pop(runtime& rt) -> result<item*> {
  const guard<set_entry::pop> in(rt, lock_);
  if (used_.get() == 0) return error::key_error;
  table* const entries = table_.get();
  std::size_t i = finger_.get() & entries->mask();
  while (entries->at(i).key.get() == nullptr) i = (i + 1) & entries->mask();
  finger_.set(i + 1);
  return take(entries->at(i));
}

template <class Policies>
std::size_t set<Policies>::len(runtime& rt) {
  const guard<set_entry::len> in(rt, lock_);
  return used_.get();
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
