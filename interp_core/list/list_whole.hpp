// list, all of it: extend, clear, reverse, sort, slice, copy, and its end. Included by list.hpp.
#pragma once

#include <algorithm>
#include <vector>

#include "interp_core/list/list.hpp"
#include "interp_core/list/merge_sort.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
error list<Policies>::extend(runtime& rt, list& other) {
  const guard_two<list_entry::extend> in(rt, lock_, other.lock_);
  const std::size_t end = items_.size();
  const std::size_t more = other.items_.size();  // asked for before we grow: it may be ourselves
  if (!items_.resize(end + more)) return error::memory_error;
  for (std::size_t i = 0; i < more; ++i) {
    item* o = other.items_.get(i);
    incref(rt, *o);
    items_.set(end + i, o);
  }
  return error::none;
}

template <class Policies>
void list<Policies>::clear(runtime& rt) {
  item_array<count> old;
  {
    const guard<list_entry::clear> in(rt, lock_);
    old.swap(items_);
    if (Policies::drops_under_lock) drop_items(rt, old);
  }
  if (!Policies::drops_under_lock) drop_items(rt, old);
}

template <class Policies>
void list<Policies>::reverse(runtime& rt) {
  const guard<list_entry::reverse> in(rt, lock_);
  for (std::size_t low = 0, high = items_.size(); low + 1 < high; ++low) {
    --high;
    item* of_low = items_.get(low);
    items_.set(low, items_.get(high));
    items_.set(high, of_low);
  }
}

template <class Policies>
bool list<Policies>::is_plain() const {
  for (std::size_t i = 0; i < items_.size(); ++i)
    if (!items_.get(i)->type->is_plain_value) return false;
  return true;
}

template <class Policies>
error list<Policies>::sort_items(runtime& rt, item_array<count>& items) {
  std::vector<item*> order(items.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = items.get(i);
  const error what = merge_sort(order, [&rt](item* a, item* b) { return less<count>(rt, *a, *b); });
  for (std::size_t i = 0; i < order.size(); ++i) items.set(i, order[i]);
  return what;
}

// Source: list_sort_impl. The items are taken out, so that a comparison which looks at the list, or
// another thread, finds an empty one; put back afterwards, they win over what came in meanwhile.
template <class Policies>
error list<Policies>::sort(runtime& rt) {
  constexpr bool locks = Policies::locks(list_entry::sort);
  const std::conditional_t<locks && Policies::sorts_under_lock, held<locking>, not_held> whole(
      rt, lock_);
  item_array<count> aside;
  {
    const guard<list_entry::sort> in(rt, lock_);
    if (is_plain()) return sort_items(rt, items_);
    aside.swap(items_);
  }
  error what = sort_items(rt, aside);
  {
    const guard<list_entry::sort> in(rt, lock_);
    aside.swap(items_);
  }
  if (aside.allocated() != 0 && what == error::none) what = error::value_error;
  drop_items(rt, aside);
  return what;
}

// Known to the same collector, if any.
template <class Policies>
list<Policies>* list<Policies>::create_beside(runtime& rt) {
  if constexpr (header::is_collected) {
    return create(rt, this->home);
  } else {
    return create(rt);
  }
}

template <class Policies>
result<list<Policies>*> list<Policies>::copy_of(runtime& rt, std::size_t from, std::size_t to) {
  list* fresh = create_beside(rt);
  if (fresh == nullptr) return error::memory_error;
  if (!fresh->items_.resize(to - from)) {
    decref(rt, *fresh);
    return error::memory_error;
  }
  for (std::size_t i = from; i < to; ++i) {
    item* o = items_.get(i);
    incref(rt, *o);
    fresh->items_.set(i - from, o);
  }
  return fresh;
}

template <class Policies>
result<list<Policies>*> list<Policies>::slice(runtime& rt, std::ptrdiff_t from, std::ptrdiff_t to) {
  const guard<list_entry::slice> in(rt, lock_);
  const auto size = static_cast<std::ptrdiff_t>(items_.size());
  const auto clamped = [size](std::ptrdiff_t i) {
    return static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i < 0 ? i + size : i, 0, size));
  };
  const std::size_t first = clamped(from);
  return copy_of(rt, first, std::max(first, clamped(to)));
}

template <class Policies>
result<list<Policies>*> list<Policies>::copy(runtime& rt) {
  const guard<list_entry::copy> in(rt, lock_);
  return copy_of(rt, 0, items_.size());
}

template <class Policies>
void list<Policies>::drop_items(runtime& rt, const item_array<count>& items) {
  for (std::size_t i = items.size(); i > 0; --i) decref(rt, *items.get(i - 1));
}

// Whoever drops the last reference is alone with the list: no lock.
template <class Policies>
void list<Policies>::dealloc(runtime& rt, object<count>* o) {
  auto* self = static_cast<list*>(o);
  self->untrack();
  drop_items(rt, self->items_);
  end_object(rt, freelist_kind::list, self);
}

template <class Policies>
void list<Policies>::traverse(object<count>& o, const reference_visitor<count>& visit) {
  const auto& items = static_cast<list&>(o).items_;
  for (std::size_t i = 0; i < items.size(); ++i) visit(*items.get(i));
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
