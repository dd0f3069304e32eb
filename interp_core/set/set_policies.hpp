// The choices a set is made with, and the entry points they are made for.
#pragma once

#include <array>
#include <cstdint>

#include "interp_core/iterator/iterator_end.hpp"
#include "interp_core/lock/locking.hpp"
#include "interp_core/refcount/atomic.hpp"
#include "interp_core/refcount/plain.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The external entry points. Each takes the set's lock at the top; `next` is the iterator's.
enum class set_entry : std::uint8_t {
  add,
  discard,
  remove,
  contains,
  pop,
  len,
  clear,
  update,
  intersection_update,
  copy,
  iterate,
  next
};

inline constexpr std::array all_set_entries{
    set_entry::add,      set_entry::discard, set_entry::remove,
    set_entry::contains, set_entry::pop,     set_entry::len,
    set_entry::clear,    set_entry::update,  set_entry::intersection_update,
    set_entry::copy,     set_entry::iterate, set_entry::next};

constexpr const char* to_string(set_entry entry) {
  constexpr const char* names[] = {"add",      "discard", "remove",
                                   "contains", "pop",     "len",
                                   "clear",    "update",  "intersection_update",
                                   "copy",     "iterate", "next"};
  return names[static_cast<std::size_t>(entry)];
}

// The choices that are right without a GIL. A scenario derives from it and replaces some.
struct set_policies {
  using count = refcount::atomic;
  using locking = interp::locking::per_object<>;

  // Whether an entry point takes the lock.
  static constexpr bool locks(set_entry) { return true; }

  // How an iterator gives up its set.
  static constexpr iterator_end iterators = iterator_end::under_lock;

  // Mistakes that were made, each of them right as it stands here.

  // An intersection in place is built and put in the place of what was there under one lock.
  // Otherwise two that interleave both start from the old set (gh-126136).
  static constexpr bool swaps_where_it_built = true;
  // discard, remove, clear and intersection_update give references back after they unlock.
  static constexpr bool drops_under_lock = false;
};

// A build with a GIL: whoever calls holds it.
struct set_policies_with_gil : set_policies {
  using count = refcount::plain;
  using locking = interp::locking::none;
};

// Base with the lock left out of one entry point: what a test must be able to find.
template <class Base, set_entry Without>
struct without_set_lock : Base {
  static constexpr bool locks(set_entry entry) { return entry != Without && Base::locks(entry); }
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
