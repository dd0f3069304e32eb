// ordered_dict, all of it: create, len, clear, whether it is whole, and its end. Included by
// ordered_dict.hpp.
#pragma once

#include <vector>

#include "interp_core/ordered_dict/ordered_dict.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
auto ordered_dict<Policies>::create(sync::site where) -> ordered_dict* {
  auto* const nodes = dict<keys_within<Policies>>::create(where);
  if (nodes == nullptr) return nullptr;
  auto* const made = sync::make_at<ordered_dict>(where, nodes);
  if (made == nullptr) sync::destroy(nodes);
  return made;
}

template <class Policies>
std::size_t ordered_dict<Policies>::len(runtime& rt) {
  const guard<ordered_dict_entry::len> in(rt, lock_);
  return nodes_->len(rt);
}

// The nodes are held until the lock is given back, so that no destructor runs under it.
template <class Policies>
void ordered_dict<Policies>::clear(runtime& rt) {
  kept_alive<count> kept(rt);
  {
    const guard<ordered_dict_entry::clear> in(rt, lock_);
    while (link* const l = order_.first()) {
      kept.keep(*as_node(l));
      order::take_out(*l);
    }
    nodes_->clear(rt);
    has_changed();
  }
  kept.drop();
}

template <class Policies>
bool ordered_dict<Policies>::is_whole(runtime& rt) {
  if (!order_.is_whole(nodes_->len(rt))) return false;
  bool agree = true;
  order_.for_each([&](link& l) {
    node* const n = as_node(&l);
    const result<node*> found = find(rt, *n->key.get());
    if (found.value != n) agree = false;
    drop(rt, found.value);
  });
  return agree;
}

// Whoever drops the last reference is alone with the dict: no lock.
template <class Policies>
void ordered_dict<Policies>::dealloc(runtime& rt, object<count>* o) {
  auto* self = static_cast<ordered_dict*>(o);
  decref(rt, *self->nodes_);
  sync::destroy(self);
}

template <class Policies>
void ordered_dict<Policies>::traverse(object<count>& o, const reference_visitor<count>& visit) {
  visit(*static_cast<ordered_dict&>(o).nodes_);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
