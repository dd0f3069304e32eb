// An iterator over a dict, which notices that the dict has changed its size.
//
// Source: dictiter_iternextitem. The iterator is an object of its own, and two threads may share
// one: so it has a lock too, always taken before the dict's. (CPython read its fields without one,
// and two threads that came to the end together dropped the dict twice: gh-148873.)
#pragma once

#include <cstddef>
#include <cstdint>

#include "interp_core/dict/dict.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Made by dict::iterate. It has a reference to the dict until it is exhausted.
template <class Policies>
class dict_iterator : public object<typename Policies::count> {
 public:
  using dict = interp::dict<Policies>;
  using count = typename Policies::count;
  using pair = typename dict::pair;

  // New references to the next key and its value; both null at the end, and ever after.
  // RuntimeError if the dict has another size than when the iterator was made, and ever after.
  result<pair> next(runtime& rt);

  // Of make: see dict::iterate. Takes a reference to `over`.
  dict_iterator(runtime& rt, dict& over, std::size_t size)
      : object<count>(this_type), dict_(&over), size_(size) {
    sync::label(dict_, "iterated dict");
    sync::label(next_, "position");
    incref(rt, over);
  }

 private:
  using locking = typename Policies::locking;
  using guard = std::conditional_t<Policies::locks(dict_entry::next), held<locking>, not_held>;

  // In the dict's lock; null where there is no more.
  result<pair> take_next(runtime& rt, dict& over);

  static void dealloc(runtime& rt, object<count>* o) {
    auto* self = static_cast<dict_iterator*>(o);
    decref_if<count>(rt, self->dict_.get());
    sync::destroy(self);
  }
  static void traverse(object<count>& o, const reference_visitor<count>& visit) {
    if (dict* over = static_cast<dict_iterator&>(o).dict_.get()) visit(*over);
  }
  static constexpr type_object<count> this_type{
      .name = "dict iterator", .dealloc = dealloc, .traverse = traverse};

  [[no_unique_address]] typename locking::in_object lock_;
  sync::var<dict*> dict_;  // null once exhausted
  sync::var<std::int32_t> next_{0};
  sync::var<bool> has_failed_{false};
  const std::size_t size_;
};

template <class Policies>
auto dict_iterator<Policies>::take_next(runtime& rt, dict& over) -> result<pair> {
  const guard in(rt, over.lock_);
  if (has_failed_.get() || over.used_.get() != size_) {
    has_failed_.set(true);
    return error::runtime_error;
  }
  auto* const table = over.keys_.get();
  if (table == nullptr) return pair{};
  for (std::int32_t i = next_.get(); i < table->used_entries(); ++i) {
    auto& e = table->at(i);
    if (e.value.get() == nullptr) continue;
    next_.set(i + 1);
    incref(rt, *e.key.get());
    incref(rt, *e.value.get());
    return pair{e.key.get(), e.value.get()};
  }
  return pair{};
}

template <class Policies>
auto dict_iterator<Policies>::next(runtime& rt) -> result<pair> {
  dict* exhausted = nullptr;
  const result<pair> found = [&]() -> result<pair> {
    const guard in(rt, lock_);
    dict* const over = dict_.get();
    if (over == nullptr) return pair{};
    const result<pair> taken = take_next(rt, *over);
    if (taken.ok() && taken.value.key == nullptr) {
      exhausted = over;
      dict_.set(nullptr);
    }
    return taken;
  }();
  decref_if<count>(rt, exhausted);
  return found;
}

template <class Policies>
result<dict_iterator<Policies>*> dict<Policies>::iterate(runtime& rt) {
  const guard<dict_entry::iterate> in(rt, lock_);
  auto* const fresh = sync::make<dict_iterator<Policies>>(rt, *this, used_.get());
  if (fresh == nullptr) return error::memory_error;
  return fresh;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
