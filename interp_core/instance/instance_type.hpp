// What the instances of a type have in common: their keys, and a version that caches go by.
//
// Source: CPython's PyHeapTypeObject with ht_cached_keys, tp_version_tag and the type lock. A new
// key changes what is known of the type, so that its version is given up, under the type's lock.
// Whoever gives the type a version writes it down at the keys too, and takes the lock of the keys
// within that of the type. A key that was added under the lock of the keys, and the type told then,
// took the two the other way round (gh-150490).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "interp_core/instance/instance_policies.hpp"
#include "interp_core/instance/shared_keys.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Made before the threads that use it, and outlives all instances. Any thread may call.
template <class Policies = instance_policies>
class instance_type {
 public:
  using count = typename Policies::count;
  using item = object<count>;

  // CPython's SHARED_KEYS_MAX_SIZE.
  static constexpr std::size_t cpython_room = 30;

  explicit instance_type(runtime& rt, std::size_t room = cpython_room) : rt_(rt), keys_(room) {
    sync::label(lock_, "of a type");
    sync::label(version_, "version of a type");
    sync::label(version_of_keys_, "version of shared keys");
  }
  // When no other thread is about.
  ~instance_type() {
    for (std::size_t i = 0; i < keys_.size(); ++i) decref(rt_, keys_.key(i));
  }
  instance_type(const instance_type&) = delete;
  instance_type& operator=(const instance_type&) = delete;

  const shared_keys<Policies>& keys() const { return keys_; }

  // The number of the key, which is added if it is not there; no_entry where there is no room.
  // Takes both locks if it adds.
  std::int32_t number_of(item& key, std::int64_t hash) {
    const std::int32_t known = keys_.find(rt_, key, hash);
    if (known != no_entry) return known;
    std::optional<sync::lock_guard<sync::mutex>> type_held;
    if (Policies::takes_type_lock_first) type_held.emplace(lock_);
    const sync::lock_guard<sync::mutex> keys_held(keys_.lock);
    if (Policies::looks_again) {
      const std::int32_t come = keys_.find(rt_, key, hash);
      if (come != no_entry) return come;
    }
    const std::int32_t added = keys_.add(rt_, key, hash);
    if (added == no_entry) return no_entry;
    if (!Policies::takes_type_lock_first) type_held.emplace(lock_);
    version_.set(0);
    version_of_keys_.set(0);
    return added;
  }

  // The type's version, which stands at its keys as well; a new one if it has none.
  std::uint32_t version() {
    const sync::lock_guard<sync::mutex> type_held(lock_);
    if (version_.get() != 0) return version_.get();
    const sync::lock_guard<sync::mutex> keys_held(keys_.lock);
    version_.set(++last_version_);
    version_of_keys_.set(last_version_);
    return last_version_;
  }
  // Whether type and keys have the same version, or both none.
  bool versions_agree() {
    const sync::lock_guard<sync::mutex> type_held(lock_);
    return version_.get() == version_of_keys_.get();
  }

 private:
  runtime& rt_;
  sync::mutex lock_;
  sync::var<std::uint32_t> version_{0};  // these under lock_; 0 is none
  sync::var<std::uint32_t> version_of_keys_{0};
  std::uint32_t last_version_ = 0;
  shared_keys<Policies> keys_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
