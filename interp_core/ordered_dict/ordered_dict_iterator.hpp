// An iterator over an ordered dict, which notices that the order has changed.
//
// Source: odictiter_iternext, and its look at od_state.
#pragma once

#include "interp_core/iterator/container_iterator.hpp"
#include "interp_core/ordered_dict/ordered_dict.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Made by ordered_dict::iterate.
template <class Policies>
using ordered_dict_iterator = container_iterator<ordered_dict<Policies>>;

template <class Policies>
auto ordered_dict<Policies>::step(runtime& rt, iterator_place& at, sync::var<bool>& is_over)
    -> result<yield> {
  const guard_next in(rt, lock_);
  if (is_over.get()) return pair{};
  if (Policies::iterators_notice && (at.has_failed.get() || state_.get() != at.state)) {
    at.has_failed.set(true);
    return error::runtime_error;
  }
  node* const n = at.next.get();
  if (n == nullptr) {
    is_over.set(true);
    return pair{};
  }
  const pair found{n->key.get(), n->value.get()};
  incref(rt, *found.key);
  incref(rt, *found.value);
  at.next.set(as_node(order_.after(*n)));
  return found;
}

template <class Policies>
result<container_iterator<ordered_dict<Policies>>*> ordered_dict<Policies>::iterate(runtime& rt) {
  const guard<ordered_dict_entry::iterate> in(rt, lock_);
  auto* const fresh = sync::make<ordered_dict_iterator<Policies>>(
      rt, *this, typename iterator_place::known{as_node(order_.first()), state_.get()});
  if (fresh == nullptr) return error::memory_error;
  return fresh;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
