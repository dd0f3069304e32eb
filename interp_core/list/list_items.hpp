// list, one item at a time: get, set, append, insert, pop. Included by list.hpp.
#pragma once

#include "interp_core/list/list.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
bool list<Policies>::in_range(std::ptrdiff_t& i) const {
  const auto size = static_cast<std::ptrdiff_t>(items_.size());
  if (i < 0) i += size;
  return 0 <= i && i < size;
}

template <class Policies>
result<object<typename Policies::count>*> list<Policies>::get(runtime& rt, std::ptrdiff_t i) {
  item* found = nullptr;
  {
    const guard<list_entry::get> in(rt, lock_);
    if (!in_range(i)) return error::index_error;
    found = items_.get(static_cast<std::size_t>(i));
    if (Policies::takes_reference_under_lock) incref(rt, *found);
  }
  if (!Policies::takes_reference_under_lock) incref(rt, *found);
  return found;
}

template <class Policies>
error list<Policies>::set(runtime& rt, std::ptrdiff_t i, item& value) {
  item* old = nullptr;
  {
    const guard<list_entry::set> in(rt, lock_);
    if (!in_range(i)) return error::index_error;
    incref(rt, value);
    old = items_.get(static_cast<std::size_t>(i));
    items_.set(static_cast<std::size_t>(i), &value);
    if (Policies::drops_under_lock) decref(rt, *old);
  }
  if (!Policies::drops_under_lock) decref(rt, *old);
  return error::none;
}

template <class Policies>
error list<Policies>::append(runtime& rt, item& value) {
  const guard<list_entry::append> in(rt, lock_);
  const std::size_t end = items_.size();
  if (!items_.resize(end + 1)) return error::memory_error;
  incref(rt, value);
  items_.set(end, &value);
  return error::none;
}

template <class Policies>
error list<Policies>::insert(runtime& rt, std::ptrdiff_t i, item& value) {
  const guard<list_entry::insert> in(rt, lock_);
  const auto size = static_cast<std::ptrdiff_t>(items_.size());
  if (i < 0) i += size;
  const auto at = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i, 0, size));
  if (!items_.open(at)) return error::memory_error;
  incref(rt, value);
  items_.set(at, &value);
  return error::none;
}

// The list's reference becomes the caller's.
template <class Policies>
result<object<typename Policies::count>*> list<Policies>::pop(runtime& rt, std::ptrdiff_t i) {
  const guard<list_entry::pop> in(rt, lock_);
  if (!in_range(i)) return error::index_error;
  item* taken = items_.get(static_cast<std::size_t>(i));
  items_.close(static_cast<std::size_t>(i));
  return taken;
}

template <class Policies>
std::size_t list<Policies>::len(runtime& rt) {
  const guard<list_entry::len> in(rt, lock_);
  return items_.size();
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
