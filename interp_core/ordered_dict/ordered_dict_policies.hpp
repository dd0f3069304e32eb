// The choices an ordered dict is made with, and the entry points they are made for.
#pragma once

#include <array>
#include <cstdint>

#include "interp_core/iterator/iterator_end.hpp"
#include "interp_core/lock/locking.hpp"
#include "interp_core/refcount/atomic.hpp"
#include "interp_core/refcount/plain.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The external entry points. Each takes the lock at the top; `next` is the iterator's.
enum class ordered_dict_entry : std::uint8_t {
  get,
  set,
  del,
  contains,
  move_to_end,
  popitem,
  len,
  clear,
  iterate,
  next
};

inline constexpr std::array all_ordered_dict_entries{
    ordered_dict_entry::get,      ordered_dict_entry::set,         ordered_dict_entry::del,
    ordered_dict_entry::contains, ordered_dict_entry::move_to_end, ordered_dict_entry::popitem,
    ordered_dict_entry::len,      ordered_dict_entry::clear,       ordered_dict_entry::iterate,
    ordered_dict_entry::next};

constexpr const char* to_string(ordered_dict_entry entry) {
  constexpr const char* names[] = {"get",     "set", "del",   "contains", "move_to_end",
                                   "popitem", "len", "clear", "iterate",  "next"};
  return names[static_cast<std::size_t>(entry)];
}

// The choices that are right without a GIL. A scenario derives from it and replaces some.
struct ordered_dict_policies {
  using count = refcount::atomic;
  using locking = interp::locking::per_object<>;
  // What holds a link of the order: sync::var, or ordered_cell to see what goes wrong without a
  // lock apart from the data race.
  template <class T>
  using cell = sync::var<T>;

  // Whether an entry point takes the lock.
  static constexpr bool locks(ordered_dict_entry) { return true; }

  // How an iterator gives up its dict.
  static constexpr iterator_end iterators = iterator_end::under_lock;

  // Mistakes, each of them right as it stands here.

  // A key is in the dict and in the order, or in neither, whenever the lock is free.
  static constexpr bool links_under_lock = true;
  // An iterator notices that the order has changed since it was made. Otherwise what comes next may
  // be gone by then.
  static constexpr bool iterators_notice = true;
};

// A build with a GIL: whoever calls holds it.
struct ordered_dict_policies_with_gil : ordered_dict_policies {
  using count = refcount::plain;
  using locking = interp::locking::none;
};

// Base with the lock left out of one entry point: what a test must be able to find.
template <class Base, ordered_dict_entry Without>
struct without_ordered_dict_lock : Base {
  static constexpr bool locks(ordered_dict_entry entry) {
    return entry != Without && Base::locks(entry);
  }
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
