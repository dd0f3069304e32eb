// Reference counts: two threads take and drop references to one object.
#include "interp_core/object.hpp"
#include "interp_core/refcount/atomic.hpp"
#include "interp_core/refcount/mutex.hpp"
#include "interp_core/refcount/plain.hpp"
#include "interp_core/refcount/split.hpp"
#include "interp_core/runtime.hpp"
#include "interp_core/small_int.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"
#include "scenarios/two_owners.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

namespace refcount = interp::refcount;

// Each of several threads owns a reference from the start, takes and drops another one a few times,
// and drops its own. As the orders of all these changes go there are 399 million with three threads
// and three times; who comes last is all that differs.
template <class Count, unsigned Threads, unsigned Times>
void incref_decref_pairs() {
  interp::runtime rt;
  auto* shared = sync::make_at<pair_object<Count>>(sync::site::current());
  for (unsigned i = 1; i < Threads; ++i) interp::incref(rt, *shared);
  const auto owner = [&rt, shared] {
    for (unsigned i = 0; i < Times; ++i) {
      interp::incref(rt, *shared);
      interp::decref(rt, *shared);
    }
    interp::decref(rt, *shared);
  };
  if constexpr (Threads == 2) {
    sync::parallel(owner, owner);
  } else {
    static_assert(Threads == 3);
    sync::parallel(owner, owner, owner);
  }
}

// Both threads work with the same small integer, whose own reference is the table's: the count must
// come back to one, and everybody must have met the same object.
template <class Count>
void shared_singleton() {
  interp::runtime rt;
  interp::small_int_table<Count, 1, 1> table(rt);
  const interp::small_int<Count>* met[2] = {};
  auto user = [&](int i) {
    interp::small_int<Count>* one = table.get(1);
    met[i] = one;
    interp::decref(rt, *one);
  };
  sync::parallel([&] { user(0); }, [&] { user(1); });
  interp::small_int<Count>* one = table.get(1);
  sync::check(one == met[0] && one == met[1], "everybody meets the same small integer");
  interp::decref(rt, *one);
  sync::check(one->refcount.value() == 1, "the count is back at the table's own reference");
}

constexpr const char* talk_race = "Gilectomy talk, checklist 1: refcounts race without a GIL";
constexpr const char* talk_mutex = "Gilectomy talk, checklist 3: the 1999 patch, one mutex";
constexpr const char* talk_atomic = "Gilectomy talk, checklist 2: atomic increment and decrement";
constexpr const char* talk_once = "Gilectomy talk, checklist 5: freed exactly once";
constexpr const char* talk_singleton = "Gilectomy talk, checklist 6: shared singletons";
constexpr const char* own_relaxed =
    "our mutant of checklist 2: the orders of the decrement left out";

void register_two_owners(registry& out) {
  out.add({.id = "refcount.two_owners/refcount=plain",
           .summary = "++ and -- on an ordinary variable, from two threads",
           .provenance = talk_race,
           .expected = "race"},
          this_backend, two_owners<refcount::plain>);
  out.add({.id = "refcount.two_owners/refcount=mutex",
           .summary = "one mutex round every count operation is correct, only slow",
           .provenance = talk_mutex},
          this_backend, two_owners<refcount::mutex>);
  out.add({.id = "refcount.two_owners/refcount=atomic",
           .summary = "relaxed increment, release decrement, acquire fence before the release",
           .provenance = talk_atomic},
          this_backend, two_owners<refcount::atomic>);
  out.add({.id = "refcount.two_owners/refcount=relaxed",
           .summary = "the destructor need not see what the other owner last wrote",
           .provenance = own_relaxed,
           .expected = "race",
           .otherwise = verified_up_to_tso},
          this_backend, two_owners<refcount::relaxed>);
}

void register_last_two_drops(registry& out) {
  out.add({.id = "refcount.last_two_drops/refcount=plain",
           .summary = "two threads count down an ordinary variable at once",
           .provenance = talk_race,
           .expected = "race"},
          this_backend, last_two_drops<refcount::plain>);
  out.add({.id = "refcount.last_two_drops/refcount=mutex",
           .summary = "under the mutex one of the two drops is the last",
           .provenance = talk_mutex},
          this_backend, last_two_drops<refcount::mutex>);
  out.add({.id = "refcount.last_two_drops/refcount=atomic",
           .summary = "exactly one of the two drops reaches zero and releases the object",
           .provenance = talk_once},
          this_backend, last_two_drops<refcount::atomic>);
  out.add({.id = "refcount.last_two_drops/refcount=relaxed",
           .summary = "the right one releases the object, but too early for what it has seen",
           .provenance = own_relaxed,
           .expected = "race",
           .otherwise = verified_up_to_tso},
          this_backend, last_two_drops<refcount::relaxed>);
  out.add({.id = "refcount.last_two_drops/refcount=split",
           .summary = "a lost decrement: both see two references, neither sees the last",
           .provenance = talk_race,
           .expected = "leak"},
          this_backend, last_two_drops<refcount::split>);
}

void register_two_takers(registry& out) {
  out.add({.id = "refcount.two_takers/refcount=atomic",
           .summary = "two increments from two threads both count",
           .provenance = talk_atomic},
          this_backend, two_takers<refcount::atomic>);
  out.add({.id = "refcount.two_takers/refcount=split",
           .summary = "a lost increment: the object dies while a reference is left",
           .provenance = talk_race,
           .expected = "use-after-free"},
          this_backend, two_takers<refcount::split>);
}

void register_incref_decref_pairs(registry& out) {
  out.add({.id = "refcount.incref_decref_pairs/threads=2,times=3",
           .summary = "taking and dropping a reference, again and again: the last drop releases",
           .provenance = talk_once},
          this_backend, incref_decref_pairs<refcount::atomic, 2, 3>);
  // Relacy would go through all orders of the changes.
  if (this_backend == backend::relacy) return;
  out.add({.id = "refcount.incref_decref_pairs/threads=3,times=3",
           .summary = "the same of three threads: three executions, one for each that may be last",
           .provenance = talk_once},
          this_backend, incref_decref_pairs<refcount::atomic, 3, 3>);
}

void register_shared_singleton(registry& out) {
  out.add({.id = "refcount.shared_singleton/refcount=plain",
           .summary = "every thread counts on the same small integer",
           .provenance = talk_singleton,
           .expected = "race"},
          this_backend, shared_singleton<refcount::plain>);
  out.add({.id = "refcount.shared_singleton/refcount=mutex",
           .summary = "the count of a shared small integer is balanced under the mutex",
           .provenance = talk_singleton},
          this_backend, shared_singleton<refcount::mutex>);
  out.add({.id = "refcount.shared_singleton/refcount=atomic",
           .summary = "the count of a shared small integer is balanced with atomics",
           .provenance = talk_singleton},
          this_backend, shared_singleton<refcount::atomic>);
  out.add({.id = "refcount.shared_singleton/refcount=relaxed",
           .summary = "while somebody keeps a reference no drop is the last, and relaxed suffices",
           .provenance = talk_singleton},
          this_backend, shared_singleton<refcount::relaxed>);
}

}  // namespace

void register_refcount(registry& out);
void register_refcount(registry& out) {
  register_two_owners(out);
  register_last_two_drops(out);
  register_two_takers(out);
  register_incref_decref_pairs(out);
  register_shared_singleton(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
