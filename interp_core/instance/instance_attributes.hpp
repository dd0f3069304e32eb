// instance, one attribute at a time: get, set, del. Included by instance.hpp.
#pragma once

#include "interp_core/instance/instance.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
auto instance<Policies>::try_get(runtime& rt, values& from, item& name, std::int64_t hash)
    -> attempt {
  const std::int32_t i = of_.keys().find(rt, name, hash);
  item* value = nullptr;
  if (i != no_entry) {
    value = try_get_reference<Policies>(rt, from.at(static_cast<std::size_t>(i)));
    if (value == nullptr) return {};
  }
  if (values_now() == &from) return {true, value};
  decref_if(rt, value);
  return {};
}

template <class Policies>
auto instance<Policies>::get(runtime& rt, item& name) -> result<item*> {
  const result<std::int64_t> hash = hash_of_plain(rt, name);
  if (!hash.ok()) return hash.what;
  if (values* const from = values_now()) {
    const attempt made = try_get(rt, *from, name, hash.value);
    if (made.is_good) return made.value;
    const held<locking> in(rt, lock_);
    if (values* const ours = values_now()) {
      const std::int32_t i = of_.keys().find(rt, name, hash.value);
      item* const value = i == no_entry ? nullptr : ours->at(static_cast<std::size_t>(i)).get();
      if (value != nullptr) incref(rt, *value);
      return value;
    }
  }
  dict* const all = dict_now();
  if (all == nullptr) return nullptr;
  return all->get(rt, name);
}

template <class Policies>
error instance<Policies>::set(runtime& rt, item& name, item& value) {
  const result<std::int64_t> hash = hash_of_plain(rt, name);
  if (!hash.ok()) return hash.what;
  item* old = nullptr;
  bool is_set = false;
  {
    const held<locking> in(rt, lock_);
    if (values* const ours = values_now()) {
      const std::int32_t i = of_.number_of(name, hash.value);
      if (i != no_entry) {
        incref(rt, value);
        old = ours->exchange(static_cast<std::size_t>(i), &value);
        is_set = true;
      } else if (const error what = convert_locked(rt, *ours); what != error::none) {
        return what;
      }
    }
  }
  decref_if(rt, old);
  return is_set ? error::none : dict_now()->set(rt, name, value);
}

template <class Policies>
error instance<Policies>::del(runtime& rt, item& name) {
  const result<std::int64_t> hash = hash_of_plain(rt, name);
  if (!hash.ok()) return hash.what;
  item* old = nullptr;
  {
    const held<locking> in(rt, lock_);
    values* const ours = values_now();
    if (ours == nullptr) return dict_now()->del(rt, name);
    const std::int32_t i = of_.keys().find(rt, name, hash.value);
    if (i != no_entry) old = ours->exchange(static_cast<std::size_t>(i), nullptr);
  }
  if (old == nullptr) return error::key_error;
  decref(rt, *old);
  return error::none;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
