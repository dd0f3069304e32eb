// list, by value: index, contains, remove. Included by list.hpp.
#pragma once

#include "interp_core/list/list.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Where value is; a ValueError where it is not. A comparison may change this very list, so its size
// is asked for anew each time.
template <class Policies>
result<std::size_t> list<Policies>::find(runtime& rt, kept_alive<count>& kept, item& value) {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const result<bool> same = equal_kept(rt, kept, *items_.get(i), value);
    if (!same.ok()) return same.what;
    if (same.value) return i;
  }
  return error::value_error;
}

template <class Policies>
result<std::size_t> list<Policies>::index(runtime& rt, item& value) {
  kept_alive<count> kept(rt);
  result<std::size_t> found = [&] {
    const guard<list_entry::index> in(rt, lock_);
    return find(rt, kept, value);
  }();
  kept.drop();
  return found;
}

template <class Policies>
result<bool> list<Policies>::contains(runtime& rt, item& value) {
  kept_alive<count> kept(rt);
  const result<std::size_t> found = [&] {
    const guard<list_entry::contains> in(rt, lock_);
    return find(rt, kept, value);
  }();
  kept.drop();
  if (found.ok()) return true;
  if (found.what == error::value_error) return false;
  return found.what;
}

template <class Policies>
error list<Policies>::remove(runtime& rt, item& value) {
  kept_alive<count> kept(rt);
  const result<std::size_t> found = [&] {
    const guard<list_entry::remove> in(rt, lock_);
    const result<std::size_t> at = find(rt, kept, value);
    // The comparison that found it may have made the list shorter.
    if (at.ok() && at.value < items_.size()) {
      kept.adopt(items_.get(at.value));
      items_.close(at.value);
    }
    return at;
  }();
  kept.drop();
  return found.what;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
