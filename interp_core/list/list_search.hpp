// list, by value: index, contains, remove. Included by list.hpp.
#pragma once

#include "interp_core/list/list.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Where value is; a ValueError where it is not. A comparison may change this very list, so its size
// is asked for anew each time.
template <class Policies>
auto list<Policies>::find(runtime& rt, kept_alive<count>& kept, item& value) -> result<place> {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    item* const candidate = items_.get(i);
    const result<bool> same = equal_kept(rt, kept, *candidate, value);
    if (!same.ok()) return same.what;
    if (same.value) return place{i, candidate};
  }
  return error::value_error;
}

template <class Policies>
result<std::size_t> list<Policies>::index(runtime& rt, item& value) {
  kept_alive<count> kept(rt);
  const result<place> at = [&] {
    const guard<list_entry::index> in(rt, lock_);
    return find(rt, kept, value);
  }();
  kept.drop();
  if (!at.ok()) return at.what;
  return at.value.i;
}

template <class Policies>
result<bool> list<Policies>::contains(runtime& rt, item& value) {
  kept_alive<count> kept(rt);
  const result<place> at = [&] {
    const guard<list_entry::contains> in(rt, lock_);
    return find(rt, kept, value);
  }();
  kept.drop();
  if (at.ok()) return true;
  if (at.what == error::value_error) return false;
  return at.what;
}

// The comparison that found it may have moved it, or taken it out. (list_remove takes out what is
// at the old index by then.)
template <class Policies>
void list<Policies>::take_out(kept_alive<count>& kept, place at) {
  const std::size_t size = items_.size();
  if (at.i >= size || items_.get(at.i) != at.found) {
    at.i = 0;
    while (at.i < size && items_.get(at.i) != at.found) ++at.i;
  }
  if (at.i == size) return;
  kept.adopt(at.found);
  items_.close(at.i);
}

template <class Policies>
error list<Policies>::remove(runtime& rt, item& value) {
  kept_alive<count> kept(rt);
  const error what = [&] {
    const guard<list_entry::remove> in(rt, lock_);
    const result<place> at = find(rt, kept, value);
    if (at.ok()) take_out(kept, at.value);
    return at.what;
  }();
  kept.drop();
  return what;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
