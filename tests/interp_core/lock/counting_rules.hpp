// futex_rules that count their system calls.
#pragma once

#include <atomic>

#include "interp_core/lock/futex_rules.hpp"

namespace interp_test {

// One count for the whole process: a test resets it, and compares when its threads are joined.
struct counting_rules : interp::futex_rules {
  static inline std::atomic<int> sleeps{0};
  static inline std::atomic<int> wakes{0};

  static void reset() { sleeps = wakes = 0; }
  static int calls() { return sleeps + wakes; }

  static void sleep(sync::atomic<std::uint32_t>& word, std::uint32_t expected) {
    ++sleeps;
    futex_rules::sleep(word, expected);
  }
  static void wake_one(const sync::atomic<std::uint32_t>& word) {
    ++wakes;
    futex_rules::wake_one(word);
  }
};

}  // namespace interp_test
