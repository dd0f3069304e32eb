// ordered_dict, one key at a time: get, set, del, contains, move_to_end, popitem. Included by
// ordered_dict.hpp.
#pragma once

#include "interp_core/ordered_dict/ordered_dict.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
auto ordered_dict<Policies>::find(runtime& rt, item& key) -> result<node*> {
  const result<item*> found = nodes_->get(rt, key);
  if (!found.ok()) return found.what;
  return static_cast<node*>(found.value);
}

template <class Policies>
auto ordered_dict<Policies>::get(runtime& rt, item& key) -> result<item*> {
  node* n = nullptr;
  item* value = nullptr;
  {
    const guard<ordered_dict_entry::get> in(rt, lock_);
    const result<node*> found = find(rt, key);
    if (!found.ok() || found.value == nullptr) return found.what;
    n = found.value;
    value = n->value.get();
    incref(rt, *value);
  }
  drop(rt, n);
  return value;
}

// The new node is made before the lock is taken, since only then nothing is left to fail.
template <class Policies>
error ordered_dict<Policies>::set(runtime& rt, item& key, item& value) {
  node* fresh = sync::make_at<node>(sync::site::current(), rt, key, value);
  if (fresh == nullptr) return error::memory_error;
  item* old = nullptr;
  node* there = nullptr;
  const error what = [&] {
    const guard<ordered_dict_entry::set> in(rt, lock_);
    const result<node*> found = find(rt, key);
    if (!found.ok()) return found.what;
    there = found.value;
    if (there != nullptr) {
      incref(rt, value);
      old = there->value.get();
      there->value.set(&value);
      return error::none;
    }
    if (const error added = nodes_->set(rt, key, *fresh); added != error::none) return added;
    if (Policies::links_under_lock) order_.add(*fresh);
    has_changed();
    return error::none;
  }();
  if (!Policies::links_under_lock && what == error::none && there == nullptr) order_.add(*fresh);
  drop(rt, fresh);
  drop(rt, there);
  decref_if(rt, old);
  return what;
}

// The comparison with its own key runs no code. Only a hash that is another one each time can make
// this fail; the key then stays, as the last one.
template <class Policies>
error ordered_dict<Policies>::take_out(runtime& rt, node& n) {
  if (n.is_in_a_list()) order::take_out(n);
  has_changed();
  const result<item*> taken = nodes_->pop(rt, *n.key.get());
  if (!taken.ok()) order_.add(n);
  return taken.what;
}

template <class Policies>
error ordered_dict<Policies>::del(runtime& rt, item& key) {
  node* n = nullptr;
  const error what = [&] {
    const guard<ordered_dict_entry::del> in(rt, lock_);
    const result<node*> found = find(rt, key);
    if (!found.ok()) return found.what;
    n = found.value;
    return n == nullptr ? error::key_error : take_out(rt, *n);
  }();
  if (what == error::none) drop(rt, n);  // the dict's
  drop(rt, n);
  return what;
}

template <class Policies>
result<bool> ordered_dict<Policies>::contains(runtime& rt, item& key) {
  const guard<ordered_dict_entry::contains> in(rt, lock_);
  return nodes_->contains(rt, key);
}

template <class Policies>
error ordered_dict<Policies>::move_to_end(runtime& rt, item& key, end to) {
  node* n = nullptr;
  const error what = [&] {
    const guard<ordered_dict_entry::move_to_end> in(rt, lock_);
    const result<node*> found = find(rt, key);
    if (!found.ok()) return found.what;
    n = found.value;
    if (n == nullptr) return error::key_error;
    if (n->is_in_a_list()) order::take_out(*n);
    if (to == end::last) {
      order_.add(*n);
    } else {
      order_.add_first(*n);
    }
    has_changed();
    return error::none;
  }();
  drop(rt, n);
  return what;
}

template <class Policies>
auto ordered_dict<Policies>::popitem(runtime& rt, end from) -> result<pair> {
  node* n = nullptr;
  pair taken;
  {
    const guard<ordered_dict_entry::popitem> in(rt, lock_);
    n = as_node(from == end::last ? order_.last() : order_.first());
    if (n == nullptr) return error::key_error;
    if (const error what = take_out(rt, *n); what != error::none) return what;
    taken = {n->key.get(), n->value.get()};
    incref(rt, *taken.key);
    incref(rt, *taken.value);
  }
  drop(rt, n);  // the dict's
  return taken;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
