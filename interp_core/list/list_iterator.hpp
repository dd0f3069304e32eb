// An iterator over a list, which goes by the number of the next item, whatever happens to the list.
//
// Source: listiter_next.
#pragma once

#include "interp_core/iterator/container_iterator.hpp"
#include "interp_core/list/list.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Made by list::iterate. What it gives out is a new reference; next takes the lock that get takes.
template <class Policies>
using list_iterator = container_iterator<list<Policies>>;

template <class Policies>
auto list<Policies>::step(runtime& rt, iterator_place& at, sync::var<bool>& is_over)
    -> result<yield> {
  const guard_next in(rt, lock_);
  const std::size_t i = at.next.get();
  if (is_over.get() || i >= items_.size()) {
    is_over.set(true);
    return nullptr;
  }
  item* const found = items_.get(i);
  incref(rt, *found);
  at.next.set(i + 1);
  return found;
}

template <class Policies>
result<container_iterator<list<Policies>>*> list<Policies>::iterate(runtime& rt) {
  auto* const fresh = sync::make<list_iterator<Policies>>(rt, *this, std::size_t{0});
  if (fresh == nullptr) return error::memory_error;
  return fresh;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
