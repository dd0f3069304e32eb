// A cache of what classes have for names, read without a lock.
//
// Source: free-threaded CPython 3.13's type cache (typeobject.c: _PyType_LookupRef, update_cache).
// An entry is for the version of a class and a name, and is good as long as the class has that
// version; so nobody ever takes an entry out. A value is borrowed: while the class has the version
// the value is in some class's dict. A reader looks at the entry under its sequence lock, and takes
// a reference, which fails on what is dead, before it knows whether the entry was good: the version
// must never stand beside another one's value, or the reader tries what was freed long ago. A value
// is published, release and acquire, since its count is tried before the lock is asked: CPython has
// it relaxed, and rests on the processor's ordering of a load through an address.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "interp_core/lock/sequence_lock.hpp"
#include "interp_core/object.hpp"
#include "interp_core/refcount/trying.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// A name of attributes: a number for an interned string. Zero is none.
using attribute_name = std::uint32_t;
// Of a class: zero where it has none. No two classes, nor two states of one, have the same.
using type_version = std::uint32_t;

// Any thread may call find where the memory of values outlives its look (grace_periods); fill is
// called with the lock of types held.
template <class Policies>
class type_cache {
 public:
  using item = object<typename Policies::count>;

  type_cache() {
    for (entry& e : entries_) {
      sync::label(e.version, "entry->version");
      sync::label(e.name, "entry->name");
      sync::label(e.value, "entry->value");
    }
  }

  // A new reference to what is kept for a class of that version: null where the class is known to
  // have nothing by that name. None where that is not known, or somebody is writing it down.
  std::optional<item*> find(runtime& rt, const sync::atomic<type_version>& of,
                            attribute_name name) const {
    const entry& e = entry_for(of.load(std::memory_order_relaxed), name);
    const std::uint32_t begun = e.lock.begin_read();
    const type_version kept = e.version.load(std::memory_order_acquire);
    if (kept == 0 || kept != of.load(std::memory_order_acquire)) return {};
    if (e.name.load(std::memory_order_relaxed) != name) return {};
    item* const value = e.value.load(std::memory_order_acquire);
    if (value != nullptr && !try_incref(rt, *value)) return {};
    if (e.lock.has_not_changed(begun)) return value;
    decref_if(rt, value);
    return {};
  }

  void fill(type_version version, attribute_name name, item* value) {
    entry& e = entry_for(version, name);
    e.lock.begin_write();
    if (!Policies::value_first) e.version.store(version, std::memory_order_release);
    e.name.store(name, std::memory_order_relaxed);
    e.value.store(value, std::memory_order_release);
    if (Policies::value_first) e.version.store(version, std::memory_order_release);
    e.lock.end_write();
  }

 private:
  struct entry {
    basic_sequence_lock<typename Policies::sequence> lock;
    sync::atomic<type_version> version{0};
    sync::atomic<attribute_name> name{0};
    sync::atomic<item*> value{nullptr};
  };

  static std::size_t place_of(type_version version, attribute_name name) {
    return (version ^ name) % Policies::entries;
  }
  entry& entry_for(type_version version, attribute_name name) {
    return entries_[place_of(version, name)];
  }
  const entry& entry_for(type_version version, attribute_name name) const {
    return entries_[place_of(version, name)];
  }

  std::array<entry, Policies::entries> entries_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
