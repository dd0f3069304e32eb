// A sequence lock: who reads takes nothing, and looks afterwards whether somebody has written.
//
// Source: CPython's _PySeqLock (lock.c), which guarded the cache of attributes that types look up;
// Boehm, "Can Seqlocks Get Along With Programming Language Memory Models?" (MSPC 2012), for its
// orders. The number is odd while somebody writes. What is read in between must be atomic, relaxed
// is enough, and is worth nothing before has_not_changed has said so.
#pragma once

#include <atomic>
#include <cstdint>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here.
struct sequence_rules {
  // A writer's stores come behind the number's becoming odd, for whoever sees one of them
  // (gh-121368).
  static constexpr bool fences_writer = true;
  // A reader's loads come before its second look at the number (gh-121368).
  static constexpr bool fences_reader = true;
  // What a writer publishes when it is done.
  static constexpr std::memory_order done_order = std::memory_order_release;
  // Writers keep each other out.
  static constexpr bool excludes_writers = true;
};

template <class Rules = sequence_rules>
class basic_sequence_lock {
 public:
  basic_sequence_lock() { sync::label(number_, "sequence"); }

  // For one writer at a time; others wait.
  void begin_write() {
    while (true) {
      std::uint32_t seen = number_.load(std::memory_order_relaxed);
      if (seen % 2 != 0 && Rules::excludes_writers) {
        sync::spin_until([&] { return number_.load(std::memory_order_relaxed) % 2 == 0; });
        continue;
      }
      if (number_.compare_exchange_strong(seen, seen | 1U, std::memory_order_acquire,
                                          std::memory_order_relaxed))
        break;
    }
    if (Rules::fences_writer) sync::fence(std::memory_order_release);
  }
  void end_write() { number_.store(mine() + 1, Rules::done_order); }
  // Nothing has been written: readers need not read again.
  void abandon_write() { number_.store(mine() - 1, Rules::done_order); }

  // Waits for a writer that is under way.
  std::uint32_t begin_read() const {
    std::uint32_t seen;
    sync::spin_until([&] {
      seen = number_.load(std::memory_order_acquire);
      return seen % 2 == 0;
    });
    return seen;
  }
  // True where all that was read since begin_read belongs together.
  bool has_not_changed(std::uint32_t begun) const {
    if (Rules::fences_reader) sync::fence(std::memory_order_acquire);
    return number_.load(std::memory_order_relaxed) == begun;
  }

 private:
  std::uint32_t mine() const { return number_.load(std::memory_order_relaxed); }

  sync::atomic<std::uint32_t> number_{0};
};

using sequence_lock = basic_sequence_lock<>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
