// What a futex lock may be told to get wrong, and how it reaches the kernel.
//
// A lock takes its rules as a template parameter. `futex_rules` are the right ones; each mutant
// below them differs in one point, so that a scenario can show what that point is good for.
#pragma once

#include <atomic>
#include <cstdint>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

struct futex_rules {
  // The word is looked at once more between marking it as contended and going to sleep.
  static constexpr bool rechecks = true;
  // A waiter marks the word, so that unlock knows of it.
  static constexpr bool marks_waiters = true;
  // What unlock publishes to the next owner.
  static constexpr std::memory_order unlock_order = std::memory_order_release;
  // For recursive_lock: unlock counts how often the owner has locked.
  static constexpr bool counts_depth = true;

  // The two system calls; a test may count them here.
  static void sleep(sync::atomic<std::uint32_t>& word, std::uint32_t expected) {
    sync::futex_wait(word, expected);
  }
  static void wake_one(const sync::atomic<std::uint32_t>& word) { sync::futex_wake(word, 1); }
};

namespace futex_mutant {

// Goes to sleep on whatever the word has become, unlocked included.
struct drop_recheck : futex_rules {
  static constexpr bool rechecks = false;
};

// Two states instead of three: nothing tells unlock that somebody sleeps.
struct drop_state_two : futex_rules {
  static constexpr bool marks_waiters = false;
};

// Exclusion without publication: the next owner need not see what the last one wrote.
struct relaxed_unlock : futex_rules {
  static constexpr std::memory_order unlock_order = std::memory_order_relaxed;
};

// The innermost unlock already releases.
struct forget_depth : futex_rules {
  static constexpr bool counts_depth = false;
};

}  // namespace futex_mutant
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
