// Locks that are private to one thread, and promoted to public when another one comes.
#include "interp_core/lock/private_lock.hpp"
#include "interp_core/lock/safepoint_private_lock.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/two_enter.hpp"
#include "scenarios/variant_row.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::basic_private_lock;
using interp::private_lock_rules;
using interp::safepoint_rules;

struct no_fences : private_lock_rules {
  static constexpr bool has_fences = false;
};
struct looks_once : private_lock_rules {
  static constexpr bool looks_again = false;
};
struct waits_for_nobody : private_lock_rules {
  static constexpr bool waits_for_owner = false;
};
struct leaves_relaxed : private_lock_rules {
  static constexpr std::memory_order leave_order = std::memory_order_relaxed;
};

// The main thread owns the lock and enters twice, once from inside; the other enters once.
template <class Rules>
void promoted_by_fence() {
  basic_private_lock<Rules> lock;
  guarded_counter counter;
  sync::thread other([&] {
    lock.lock();
    counter.add_one();
    lock.unlock();
  });
  lock.lock();
  lock.lock();
  lock.unlock();
  counter.add_one();
  lock.unlock();
  other.join();
  sync::check(counter.value.get() == 2, "no entry is lost");
  sync::check(lock.is_idle(), "nobody is in");
}

// Two others come while the owner is in, and both may find the lock private.
void promoted_by_two() {
  interp::private_lock lock;
  guarded_counter counter;
  const auto enter = [&] {
    lock.lock();
    counter.add_one();
    lock.unlock();
  };
  lock.lock();
  sync::thread first(enter), second(enter);
  counter.add_one();
  lock.unlock();
  first.join();
  second.join();
  sync::check(counter.value.get() == 3, "no entry is lost");
}

struct asks_in_vain : safepoint_rules {
  static constexpr bool waits_for_answer = false;
};
struct promotes_inside : safepoint_rules {
  static constexpr bool promotes_outside = false;
};
struct answers_relaxed : safepoint_rules {
  static constexpr std::memory_order answer_order = std::memory_order_relaxed;
};

enum class owner { promotes, forgets };

// The main thread owns the lock; it comes to safepoints inside and outside, and promotes what it
// owns before it blocks, here in join.
template <class Rules, owner Owner = owner::promotes>
void promoted_at_safepoint() {
  interp::basic_safepoint_private_lock<Rules> lock;
  guarded_counter counter;
  sync::thread other([&] {
    lock.lock();
    counter.add_one();
    lock.unlock();
  });
  lock.lock();
  lock.safepoint();
  counter.add_one();
  lock.unlock();
  lock.safepoint();
  if (Owner == owner::promotes) lock.promote();
  other.join();
  sync::check(counter.value.get() == 2, "no entry is lost");
  sync::check(lock.is_idle(), "nobody is in");
}

constexpr const char* talk = "Gilectomy talk, checklist 45: thread-private locks";
constexpr const char* by_fence = "Gilectomy talk, checklist 45; Dice and others, 2003";
constexpr const char* own_fence = "our mutant of a lock promoted by a fence, checklist 45";
constexpr const char* own_safepoint = "our mutant of a lock promoted at a safepoint, checklist 45";

const variant_row entries[] = {
    {"lock.private/mistake=none",
     "either the owner sees that its lock is wanted, or the other that the owner is in",
     by_fence,
     promoted_by_fence<private_lock_rules>,
     "verified",
     {},
     relacy::agrees,
     1},
    {"lock.private/mistake=no_fences", "both look before what they have said is seen", own_fence,
     promoted_by_fence<no_fences>, "race", verified_under_sc, relacy::agrees, 1},
    {"lock.private/mistake=looks_once",
     "the owner goes in by what it saw before it said that it is in",
     own_fence,
     promoted_by_fence<looks_once>,
     "race",
     {},
     relacy::agrees,
     1},
    {"lock.private/mistake=waits_for_nobody",
     "the lock is promoted while its owner is in",
     own_fence,
     promoted_by_fence<waits_for_nobody>,
     "race",
     {},
     relacy::agrees,
     1},
    {"lock.private/mistake=leaves_relaxed", "who promotes need not see what the owner wrote inside",
     own_fence, promoted_by_fence<leaves_relaxed>, "race", verified_up_to_tso, relacy::agrees, 1},
    {"lock.private_two/mistake=none", "two threads promote it, one after the other", by_fence,
     promoted_by_two},
    {"lock.private_safepoint/mistake=none",
     "the owner promotes its lock when it is not in",
     talk,
     promoted_at_safepoint<safepoint_rules>,
     "verified",
     {},
     relacy::agrees,
     1},
    {"lock.private_safepoint/mistake=asks_in_vain",
     "who wants the lock takes it without the owner's answer",
     own_safepoint,
     promoted_at_safepoint<asks_in_vain>,
     "race",
     {},
     relacy::agrees,
     1},
    {"lock.private_safepoint/mistake=promotes_inside",
     "the owner promotes the lock while it is in",
     own_safepoint,
     promoted_at_safepoint<promotes_inside>,
     "race",
     {},
     relacy::agrees,
     1},
    {"lock.private_safepoint/mistake=relaxed", "the answer comes without what was done inside",
     own_safepoint, promoted_at_safepoint<answers_relaxed>, "race", verified_up_to_tso,
     relacy::agrees, 1},
    {"lock.private_safepoint/mistake=forgets",
     "the owner blocks, and comes to no safepoint any more",
     own_safepoint,
     promoted_at_safepoint<safepoint_rules, owner::forgets>,
     "deadlock",
     {},
     relacy::agrees,
     1},
};

}  // namespace

void register_lock_biased(registry& out);
void register_lock_biased(registry& out) { register_rows(out, entries); }

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
