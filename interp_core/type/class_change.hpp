// How a class changes, gets and loses its version, and is watched.
#pragma once

#include "interp_core/type/class_object.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
auto class_object<Policies>::find(attribute_name name) const -> item* {
  for (const class_object* c : order_)
    for (const attribute& each : c->attributes_)
      if (each.name == name) return each.value;
  return nullptr;
}

// assign_version_tag. Bases first.
template <class Policies>
type_version class_object<Policies>::give_version() {
  const type_version has = version_.load(std::memory_order_relaxed);
  if (has != 0) return has;
  if (Policies::gives_bases_versions)
    for (class_object* base : bases_)
      if (base->give_version() == 0) return 0;
  const type_version next = all_.next_version();
  version_.store(next, std::memory_order_release);
  return next;
}

// type_modified_unlocked.
template <class Policies>
void class_object<Policies>::invalidate() {
  if (version_.load(std::memory_order_relaxed) == 0) return;
  if (Policies::invalidates_subclasses)
    for (class_object* sub : subclasses_) sub->invalidate();
  all_.watchers_.notify(watched_by_.now(), event{this});
  version_.store(0, std::memory_order_release);
}

// The reference to the old value, if there is one, becomes the caller's.
template <class Policies>
auto class_object<Policies>::exchange(attribute_name name, item* value) -> item* {
  const auto found = std::find_if(attributes_.begin(), attributes_.end(),
                                  [name](const attribute& a) { return a.name == name; });
  if (found == attributes_.end()) {
    if (value != nullptr) attributes_.push_back({name, value});
    return nullptr;
  }
  item* const old = found->value;
  if (value != nullptr) {
    found->value = value;
  } else {
    attributes_.erase(found);
  }
  return old;
}

// The old value is dropped when the lock is left: its end may come back to the class.
template <class Policies>
bool class_object<Policies>::change(attribute_name name, item* value) {
  item* old = nullptr;
  if (!Policies::changes_in_one_section) {
    const hold<lock> held(all_.lock_);
    invalidate();
  }
  {
    const hold<lock> held(all_.lock_);
    if (Policies::changes_in_one_section && Policies::invalidates_first) invalidate();
    old = exchange(name, value);
    if (!Policies::invalidates_first) {
      decref_if(all_.rt_, old);
      invalidate();
      return old != nullptr;
    }
  }
  decref_if(all_.rt_, old);
  return old != nullptr;
}

template <class Policies>
error class_object<Policies>::watch(watcher_id id) {
  if (!all_.watchers_.has(id)) return error::value_error;
  watched_by_.set(id);
  if (!Policies::watching::versions_the_watched) return error::none;
  const hold<lock> held(all_.lock_);
  static_cast<void>(give_version());
  return error::none;
}

template <class Policies>
error class_object<Policies>::unwatch(watcher_id id) {
  if (!all_.watchers_.has(id)) return error::value_error;
  watched_by_.reset(id);
  return error::none;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
