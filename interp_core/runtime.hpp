// What an interpreter keeps once for all its objects.
//
// CPython has these as C statics. Here they belong to one run, since several runs may go on in one
// process and each must start from the same state.
#pragma once

#include "interp_core/lock/critical_section.hpp"
#include "interp_core/lock/recursive_lock.hpp"
#include "interp_core/lock/section.hpp"
#include "interp_core/str/siphash.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

class freelists;
class grace_periods;
class thread_sections;
namespace refcount {
class domain_base;
}

// Created by the main thread before the others and outlives them; passed to every operation.
struct runtime {
  runtime() { sync::label(refcount_mutex, "of all refcounts"); }

  // The one mutex round every increment and decrement (refcount::mutex).
  sync::mutex refcount_mutex;

  // The one lock over all lazily filled fields (lazy_lock::global).
  recursive_lock<> lazy_fields;

  // The one lock round every operation on a container (locking::one_gil).
  recursive_lock<> gil;

  // The sections each thread is in (locking::assumed, and locking::critical_sections).
  sync::thread_local_ptr<section> sections;
  sync::thread_local_ptr<critical_section> critical_sections;

  // The same for locking::cpython_sections; null, and nothing may be locked by it. Set by the
  // sections themselves (interp_core/lock/cpython_sections.hpp).
  thread_sections* sections_of_threads = nullptr;

  // Where objects of some types get their memory; null, and they ask the allocator. Set by the
  // freelists themselves (interp_core/freelist/).
  interp::freelists* freelists = nullptr;

  // How long memory outlives lock-free readers; null, and there are none. Set by the grace_periods
  // themselves (interp_core/lock_free/).
  grace_periods* grace = nullptr;

  // What the policy of counts keeps for all objects; null, and it keeps nothing. Set by the domain
  // itself (interp_core/refcount/domain.hpp).
  refcount::domain_base* counts = nullptr;

  // What str hashes are keyed with. Zero, as after PYTHONHASHSEED=0: hashes are reproducible.
  siphash_key hash_key{};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
