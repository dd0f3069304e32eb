// The choices a dict is made with, and the entry points they are made for.
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

// The external entry points. Each takes the dict's lock at the top; `next` is the iterator's.
enum class dict_entry : std::uint8_t {
  get,
  set,
  setdefault,
  del,
  pop,
  popitem,
  contains,
  len,
  clear,
  update,
  copy,
  iterate,
  next
};

inline constexpr std::array all_dict_entries{
    dict_entry::get,   dict_entry::set,     dict_entry::setdefault, dict_entry::del,
    dict_entry::pop,   dict_entry::popitem, dict_entry::contains,   dict_entry::len,
    dict_entry::clear, dict_entry::update,  dict_entry::copy,       dict_entry::iterate,
    dict_entry::next};

constexpr const char* to_string(dict_entry entry) {
  constexpr const char* names[] = {"get",     "set",      "setdefault", "del",   "pop",
                                   "popitem", "contains", "len",        "clear", "update",
                                   "copy",    "iterate",  "next"};
  return names[static_cast<std::size_t>(entry)];
}

// The choices that are right without a GIL. A scenario derives from it and replaces some.
struct dict_policies {
  using count = refcount::atomic;
  using locking = interp::locking::per_object<>;

  // Whether an entry point takes the lock.
  static constexpr bool locks(dict_entry) { return true; }

  // Whether a collector knows of the dict: see interp_core/gc/collection.hpp.
  using collection = not_collected;
  // How an iterator gives up its dict.
  static constexpr iterator_end iterators = iterator_end::under_lock;

  // Mistakes that were made, each of them right as it stands here.

  // get takes the caller's reference before it unlocks. Otherwise the value may be gone by then
  // (Gilectomy bugs G2, dict_subscript, and G4, PyDict_GetItem with a borrowed reference).
  static constexpr bool takes_reference_under_lock = true;
  // contains looks at the entry it found before it unlocks. Otherwise the table may be gone by
  // then (Gilectomy bug G3).
  static constexpr bool reads_entry_under_lock = true;
  // set, setdefault, del and clear give references back under the lock (Gilectomy bug G6,
  // insertdict).
  static constexpr bool drops_under_lock = false;
  // get unlocks once more where it finds nothing (Gilectomy bug G1, the path to __missing__).
  static constexpr bool unlocks_a_miss_twice = false;
};

// A build with a GIL: whoever calls holds it.
struct dict_policies_with_gil : dict_policies {
  using count = refcount::plain;
  using locking = interp::locking::none;
};

// Base with the lock left out of one entry point: what a test must be able to find.
template <class Base, dict_entry Without>
struct without_dict_lock : Base {
  static constexpr bool locks(dict_entry entry) { return entry != Without && Base::locks(entry); }
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
