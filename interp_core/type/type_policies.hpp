// The choices classes and the cache of their attributes are made with.
#pragma once

#include <cstddef>
#include <cstdint>

#include "interp_core/lock/sequence_lock.hpp"
#include "interp_core/refcount/tryable.hpp"
#include "interp_core/watch/watchers.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The choices that are right. A scenario derives from it and replaces some.
struct type_policies {
  // Of attributes' values. It has try_increment.
  using count = refcount::tryable;
  // The one lock under which classes change (CPython: TYPE_LOCK). Anything with lock and unlock.
  using lock = sync::mutex;
  // The fences of the cache's sequence locks (gh-121368).
  using sequence = sequence_rules;
  // Of those who want to know when a class changes.
  using watching = watch_rules;
  // Entries of the cache (CPython: 1 << MCACHE_SIZE_EXP, which is 12).
  static constexpr std::size_t entries = 4096;
  // Versions there are; a class that gets none is not in the cache.
  static constexpr std::uint32_t last_version = 0xFFFF'FFFF;

  // Mistakes that were made, each of them right as it stands here.

  // An entry has its value before its version (gh-132942).
  static constexpr bool value_first = true;
  // A class loses its version before the old value is dropped (gh-118362).
  static constexpr bool invalidates_first = true;
  // From its losing the version to the change nobody else has the lock: a lookup in between gives
  // the class a version, and keeps the old value under it.
  static constexpr bool changes_in_one_section = true;
  // Subclasses lose their versions as well.
  static constexpr bool invalidates_subclasses = true;
  // A class that is given a version has bases with versions. Otherwise one without is taken for
  // changed already, and its subclasses with it.
  static constexpr bool gives_bases_versions = true;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
