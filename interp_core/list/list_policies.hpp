// The choices a list is made with, and the entry points they are made for.
#pragma once

#include <array>
#include <cstdint>

#include "interp_core/gc/collection.hpp"
#include "interp_core/iterator/iterator_end.hpp"
#include "interp_core/lock/locking.hpp"
#include "interp_core/refcount/atomic.hpp"
#include "interp_core/refcount/plain.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The external entry points. Each takes the list's lock at the top.
enum class list_entry : std::uint8_t {
  get,
  set,
  append,
  insert,
  pop,
  extend,
  remove,
  index,
  contains,
  len,
  clear,
  reverse,
  sort,
  slice,
  copy
};

inline constexpr std::array all_list_entries{
    list_entry::get,      list_entry::set,    list_entry::append, list_entry::insert,
    list_entry::pop,      list_entry::extend, list_entry::remove, list_entry::index,
    list_entry::contains, list_entry::len,    list_entry::clear,  list_entry::reverse,
    list_entry::sort,     list_entry::slice,  list_entry::copy};

constexpr const char* to_string(list_entry entry) {
  constexpr const char* names[] = {"get",    "set",     "append", "insert",   "pop",
                                   "extend", "remove",  "index",  "contains", "len",
                                   "clear",  "reverse", "sort",   "slice",    "copy"};
  return names[static_cast<std::size_t>(entry)];
}

// The choices that are right without a GIL. A scenario derives from it and replaces some.
struct list_policies {
  using count = refcount::atomic;
  using locking = interp::locking::per_object<>;

  // Whether an entry point takes the lock.
  static constexpr bool locks(list_entry) { return true; }

  // Whether a collector knows of the list: see interp_core/gc/collection.hpp.
  using collection = not_collected;
  // How an iterator gives up its list.
  static constexpr iterator_end iterators = iterator_end::under_lock;

  // Mistakes that were made, each of them right as it stands here.

  // get takes the caller's reference before it unlocks. Otherwise the item may be gone by then
  // (Gilectomy bug G5, PyList_GetItem).
  static constexpr bool takes_reference_under_lock = true;
  // set and clear give old items back under the lock, where a destructor that touches another list
  // waits for its lock (Gilectomy bug G6, PyList_SetItem).
  static constexpr bool drops_under_lock = false;
  // sort compares under the lock (Gilectomy bug G20).
  static constexpr bool sorts_under_lock = false;
  // A collector gets to know of a list when its items are there (gh-151722).
  static constexpr bool tracks_when_filled = true;
};

// A build with a GIL: whoever calls holds it.
struct list_policies_with_gil : list_policies {
  using count = refcount::plain;
  using locking = interp::locking::none;
};

// Base with the lock left out of one entry point: what a test must be able to find.
template <class Base, list_entry Without>
struct without_list_lock : Base {
  static constexpr bool locks(list_entry entry) { return entry != Without && Base::locks(entry); }
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
