// An iterator over a set, which notices that the set has changed its size.
//
// Source: setiter_iternext. What comes next is the next entry of the table that has a key: an order
// that a set never promises.
#pragma once

#include "interp_core/iterator/container_iterator.hpp"
#include "interp_core/set/set.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Made by set::iterate.
template <class Policies>
using set_iterator = container_iterator<set<Policies>>;

template <class Policies>
auto set<Policies>::step(runtime& rt, iterator_place& at, sync::var<bool>& is_over)
    -> result<yield> {
  const guard_next in(rt, lock_);
  if (is_over.get()) return nullptr;
  if (at.has_failed.get() || used_.get() != at.size) {
    at.has_failed.set(true);
    return error::runtime_error;
  }
  table* const entries = table_.get();
  for (std::size_t i = at.next.get(); i < table_size(); ++i) {
    item* const key = entries->at(i).key.get();
    if (key == nullptr) continue;
    at.next.set(i + 1);
    incref(rt, *key);
    return key;
  }
  is_over.set(true);
  return nullptr;
}

template <class Policies>
result<container_iterator<set<Policies>>*> set<Policies>::iterate(runtime& rt) {
  const guard<set_entry::iterate> in(rt, lock_);
  auto* const fresh = sync::make<set_iterator<Policies>>(rt, *this, used_.get());
  if (fresh == nullptr) return error::memory_error;
  return fresh;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
