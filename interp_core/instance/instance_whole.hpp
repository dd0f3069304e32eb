// instance, all of it: create, len, items, convert, and its end. Included by instance.hpp.
#pragma once

#include "interp_core/instance/instance.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
auto instance<Policies>::create(type_type& of, sync::site where) -> instance* {
  instance* const made = sync::make_at<instance>(where, of);
  if (made == nullptr) return nullptr;
  auto* const room = values::create(of.keys().values_needed());
  if (room == nullptr) {
    sync::destroy(made);
    return nullptr;
  }
  made->values_.store(room, std::memory_order_release);
  return made;
}

template <class Policies>
std::size_t instance<Policies>::len(runtime& rt) {
  const held<locking> in(rt, lock_);
  values* const ours = values_now();
  return ours == nullptr ? dict_now()->len() : ours->size();
}

template <class Policies>
auto instance<Policies>::items(runtime& rt) -> std::vector<std::pair<item*, item*>> {
  const held<locking> in(rt, lock_);
  std::vector<std::pair<item*, item*>> all;
  const auto add = [&](item& name, item& value) {
    incref(rt, name);
    incref(rt, value);
    all.emplace_back(&name, &value);
  };
  if (values* const ours = values_now()) {
    ours->for_each([&](std::size_t i, item& value) { add(of_.keys().key(i), value); });
  } else {
    dict_now()->for_each(rt, add);
  }
  return all;
}

// Source: dictresize of a split table. The references move with the values.
template <class Policies>
error instance<Policies>::convert_locked(runtime& rt, values& from) {
  dict* const fresh = dict::create();
  if (fresh == nullptr) return error::memory_error;
  error what = error::none;
  from.for_each([&](std::size_t i, item& value) {
    if (what == error::none) what = fresh->set(rt, of_.keys().key(i), value);
  });
  if (what != error::none) {
    decref(rt, *fresh);
    return what;
  }
  if (Policies::publishes_dict_first) dict_.store(fresh, Policies::publish);
  values_.store(nullptr, std::memory_order_release);
  if (!Policies::publishes_dict_first) dict_.store(fresh, Policies::publish);
  // The dict has references of its own.
  from.for_each([&](std::size_t, item& value) { decref(rt, value); });
  if (Policies::waits_to_free) {
    call_later(rt, &from, values::release);
  } else {
    values::release(&from);
  }
  return error::none;
}

template <class Policies>
error instance<Policies>::convert(runtime& rt) {
  const held<locking> in(rt, lock_);
  values* const ours = values_now();
  return ours == nullptr ? error::none : convert_locked(rt, *ours);
}

template <class Policies>
void instance<Policies>::dealloc(runtime& rt, item* o) {
  auto* self = static_cast<instance*>(o);
  if (values* const last = self->values_.load(std::memory_order_relaxed)) {
    last->for_each([&rt](std::size_t, item& value) { decref(rt, value); });
    values::release(last);
  }
  decref_if<count>(rt, self->dict_.load(std::memory_order_relaxed));
  destroy_later(rt, self);
}

template <class Policies>
void instance<Policies>::traverse(item& o, const reference_visitor<count>& visit) {
  auto& self = static_cast<instance&>(o);
  if (values* const ours = self.values_.load(std::memory_order_relaxed))
    ours->for_each([&visit](std::size_t, item& value) { visit(value); });
  if (dict* const all = self.dict_.load(std::memory_order_relaxed)) visit(*all);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
