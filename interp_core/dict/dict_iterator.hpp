// An iterator over a dict, which notices that the dict has changed its size.
//
// Source: dictiter_iternextitem.
#pragma once

#include <cstddef>
#include <cstdint>

#include "interp_core/dict/dict.hpp"
#include "interp_core/iterator/container_iterator.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Made by dict::iterate. What it gives out are new references to the next key and its value;
// RuntimeError if the dict has another size than when the iterator was made.
template <class Policies>
using dict_iterator = container_iterator<dict<Policies>>;

template <class Policies>
auto dict<Policies>::step(runtime& rt, iterator_place& at, sync::var<bool>& is_over)
    -> result<yield> {
  const guard_next in(rt, lock_);
  if (is_over.get()) return pair{};
  if (at.has_failed.get() || used_.get() != at.size) {
    at.has_failed.set(true);
    return error::runtime_error;
  }
  keys* const table = keys_.get();
  const std::int32_t end = table == nullptr ? 0 : table->used_entries();
  for (auto i = static_cast<std::int32_t>(at.next.get()); i < end; ++i) {
    entry& e = table->at(i);
    if (e.value.get() == nullptr) continue;
    at.next.set(static_cast<std::size_t>(i) + 1);
    incref(rt, *e.key.get());
    incref(rt, *e.value.get());
    return pair{e.key.get(), e.value.get()};
  }
  is_over.set(true);
  return pair{};
}

template <class Policies>
result<container_iterator<dict<Policies>>*> dict<Policies>::iterate(runtime& rt) {
  const guard<dict_entry::iterate> in(rt, lock_);
  auto* const fresh = sync::make<dict_iterator<Policies>>(rt, *this, used_.get());
  if (fresh == nullptr) return error::memory_error;
  return fresh;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
