// Two builds from one source: the interpreter core with a GIL, and without one.
//
// Source: the Gilectomy talk, which wants CPython to be built both ways from one tree: where there
// is a GIL the locks of objects "compile away to nothing", and counts are plain. Each build is a
// set of policies; which one is `this_build` is chosen by SUTURE_INTERP_GIL (1: with a GIL), and
// both can be named side by side.
#pragma once

#include <cstdint>

#include "interp_core/dict/dict.hpp"
#include "interp_core/freelist/shared_freelists.hpp"
#include "interp_core/freelist/thread_freelists.hpp"
#include "interp_core/gil/gil.hpp"
#include "interp_core/list/list.hpp"
#include "interp_core/lock/locking.hpp"
#include "interp_core/lock_free/shared_dict.hpp"
#include "interp_core/refcount/atomic.hpp"
#include "interp_core/refcount/plain.hpp"
#include "interp_core/str/str.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What any build is put together from: Count counts references, Locking protects containers.
template <class Count, class Locking>
struct basic_build {
  using count = Count;
  using locking = Locking;

  struct list_policies : interp::list_policies {
    using count = Count;
    using locking = Locking;
  };
  struct dict_policies : interp::dict_policies {
    using count = Count;
    using locking = Locking;
  };

  using object = interp::object<Count>;
  using list = interp::list<list_policies>;
  using dict = interp::dict<dict_policies>;

  // For the evaluator: what a module's dict is, which integers are made once, and whether they and
  // a program's constants are immortal, where counts know of that.
  using globals = dict;
  static constexpr std::int64_t least_small_int = -5, greatest_small_int = 256;
  static constexpr bool immortal_constants = true;

  // How many blocks the freelists keep, and whether readers take no lock, so that memory must
  // outlive them.
  static constexpr freelist_room room = cpython_freelist_room;
  static constexpr bool has_lock_free_readers = false;

  // How many may run the evaluator at a time, the main thread included.
  static constexpr std::uint32_t most_threads = 64;
};

// Whoever calls holds the GIL. Nothing is locked, and no object carries a lock.
struct with_gil : basic_build<refcount::plain, locking::none> {
  struct str_policies : interp::str_policies {
    using count = refcount::plain;
    using hash = hash_field::plain;
    using lock = lazy_lock::none;
  };
  using str = interp::str<str_policies>;
  using gil = interp::gil;
  using freelists = shared_freelists<interp::locking::none>;
};

// Every container carries a lock, and counts are shared. The defaults are the Gilectomy's.
template <class Count = refcount::atomic, class Locking = locking::per_object<>>
struct without_gil : basic_build<Count, Locking> {
  struct str_policies : interp::str_policies {
    using count = Count;
  };
  using str = interp::str<str_policies>;
  using gil = no_gil;
  using freelists = thread_freelists;
};

// The same with a module dict that is read without a lock. Count can be tried (try_increment).
template <class Count, class Locking = locking::per_object<>>
struct with_lock_free_globals : without_gil<Count, Locking> {
  struct globals_policies : lock_free_policies {
    using count = Count;
    using locking = Locking;
  };
  using globals = shared_dict<globals_policies>;
  static constexpr bool has_lock_free_readers = true;
};

#if SUTURE_INTERP_GIL
using this_build = with_gil;
#else
using this_build = without_gil<>;
#endif

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
