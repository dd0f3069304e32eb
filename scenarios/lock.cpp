// The recursive futex lock: exclusion, recursion, waking, and freeing what one has just unlocked.
#include <cstdint>

#include "interp_core/lock/futex_mutex.hpp"
#include "interp_core/lock/futex_rules.hpp"
#include "interp_core/lock/pthread_mutex.hpp"
#include "interp_core/lock/recursive_lock.hpp"
#include "interp_core/lock/stale_owner_lock.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"
#include "scenarios/two_enter.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::futex_mutex;
using interp::pthread_mutex;
using interp::recursive_lock;
namespace futex_mutant = interp::futex_mutant;

// Two threads meet at the lock once; whoever has to wait is woken.
template <class Rules>
void lost_wakeup() {
  futex_mutex<Rules> lock;
  auto enter = [&] {
    lock.lock();
    lock.unlock();
  };
  sync::parallel(enter, enter);
  sync::check(lock.is_idle(), "waiters leave nothing behind");
}

// An object that carries its lock, used by two threads of which the later one frees it.
struct lockable {
  futex_mutex<> lock;
  sync::var<int> users{2};                    // how many still use it; protected by the lock
  sync::atomic<std::uint32_t> references{2};  // how many still touch it
};

// Wrong: whoever finds itself the last user frees the object once it has unlocked. But the other
// one may not have come back from its unlock.
void wake_after_free() {
  auto* shared = sync::make_at<lockable>(sync::site::current());
  auto use = [shared] {
    shared->lock.lock();
    const int others = shared->users.get() - 1;
    shared->users.set(others);
    shared->lock.unlock();
    if (others == 0) sync::destroy(shared);
  };
  sync::parallel(use, use);
}

// Right: a reference is kept until unlock has returned, and the last reference frees.
void wake_then_free() {
  auto* shared = sync::make_at<lockable>(sync::site::current());
  auto use = [shared] {
    shared->lock.lock();
    shared->users.set(shared->users.get() - 1);
    shared->lock.unlock();
    if (!shared->references.sub_and_test(1, std::memory_order_release)) return;
    sync::fence(std::memory_order_acquire);
    sync::destroy(shared);
  };
  sync::parallel(use, use);
}

constexpr const char* talk_lock = "Gilectomy talk, checklist 23 and 24: a userspace futex lock";
constexpr const char* talk_recursive = "Gilectomy talk, checklist 22: the lock must be recursive";
constexpr const char* talk_platform =
    "Gilectomy talk, checklist 22 and 25: platform locks, which must be recursive";
constexpr const char* talk_mutants = "Gilectomy talk, checklist 24: the mutants of the futex lock";
constexpr const char* stale_owner = "Gilectomy bug G7: lock.h, the racy fast path, a stale owner";
constexpr const char* late_wake = "Gilectomy bug G8: lock_linux.h, futex_wake after the store";

void register_mutual_exclusion(registry& out) {
  out.add({.id = "lock.futex_mutual_exclusion/mutant=none",
           .summary = "the recursive futex lock lets one thread in at a time",
           .provenance = talk_lock},
          this_backend, mutual_exclusion<recursive_lock<>>);
  out.add({.id = "lock.futex_mutual_exclusion/mutant=stale_owner",
           .summary = "a thread takes its own old name for the holder's and walks in",
           .provenance = stale_owner,
           .expected = "race",
           .otherwise = verified_up_to_tso},
          this_backend, mutual_exclusion<interp::stale_owner_lock>);
  out.add({.id = "lock.futex_mutual_exclusion/mutant=relaxed_unlock",
           .summary = "one at a time, but the next one need not see what the last one wrote",
           .provenance = talk_mutants,
           .expected = "race",
           .otherwise = verified_up_to_tso},
          this_backend, mutual_exclusion<recursive_lock<futex_mutant::relaxed_unlock>>);
}

void register_recursion(registry& out) {
  out.add({.id = "lock.futex_recursion/mutant=none",
           .summary = "an owner enters again, and leaves as often as it entered",
           .provenance = talk_recursive},
          this_backend, recursion<recursive_lock<>>);
  out.add({.id = "lock.futex_recursion/mutant=not_recursive",
           .summary = "a platform's plain mutex in its place must not be taken by its owner again",
           .provenance = talk_platform,
           .expected = "misuse"},
          this_backend, recursion<pthread_mutex>);
  out.add({.id = "lock.futex_recursion/mutant=forget_depth",
           .summary = "the inner unlock already lets others in",
           .provenance = talk_recursive,
           .expected = "race"},
          this_backend, recursion<recursive_lock<futex_mutant::forget_depth>>);
}

void register_waking(registry& out) {
  out.add({.id = "lock.futex_lost_wakeup/mutant=none",
           .summary = "no order of lock, unlock, sleep and wake leaves a waiter asleep",
           .provenance = talk_lock},
          this_backend, lost_wakeup<interp::futex_rules>);
  out.add({.id = "lock.futex_lost_wakeup/mutant=drop_recheck",
           .summary = "a waiter goes to sleep on a word that was unlocked meanwhile",
           .provenance = talk_mutants,
           .expected = "lost-wakeup"},
          this_backend, lost_wakeup<futex_mutant::drop_recheck>);
  out.add({.id = "lock.futex_lost_wakeup/mutant=drop_state_two",
           .summary = "without the third state unlock does not know that somebody sleeps",
           .provenance = talk_mutants,
           .expected = "lost-wakeup"},
          this_backend, lost_wakeup<futex_mutant::drop_state_two>);
  out.add({.id = "lock.futex_wake_after_free/mutant=none",
           .summary = "a reference kept until unlock has returned keeps the word alive",
           .provenance = late_wake},
          this_backend, wake_then_free);
  out.add({.id = "lock.futex_wake_after_free/mutant=free_when_unlocked",
           .summary = "unlock wakes on a word that the next owner has freed",
           .provenance = late_wake,
           .expected = "use-after-free"},
          this_backend, wake_after_free);
}

}  // namespace

void register_lock(registry& out);
void register_lock(registry& out) {
  register_mutual_exclusion(out);
  register_recursion(out);
  register_waking(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
