// What a program does with locks, counted over a sample of its runs.
//
// The sample is the first `runs` runs of the uniform random walk under a seed, each with the usual
// checkers: the same wherever and however often it is made. Only runs that come to their end count;
// what a run did before a finding ended it compares with nothing.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "library/suture.hpp"

namespace cli {

enum class lock_count : std::uint8_t {
  // Locks taken and given back: mutexes of `sync`, and hand-made locks that mark themselves
  // (sync::mark_locked). A lock made of another one counts beside it.
  operations,
  // futex_wait, futex_wake and futex_requeue, in all forms, whether they slept or woke or not.
  // Not those that a real condition variable, semaphore or atomic wait would make.
  futex_calls,
  // Of a thread between taking a lock and giving it back: its operations on atomics and locks, and
  // its accesses to plain data. The longest such section of a run.
  longest_section,
  // How often a thread stood at a mutex or semaphore of `sync` that was not to be had, or slept on
  // a futex or an atomic, which is how a hand-made lock waits. An attempt that gives up at once is
  // none.
  contention,
};
inline constexpr std::array all_lock_counts{lock_count::operations, lock_count::futex_calls,
                                            lock_count::longest_section, lock_count::contention};

// "lock operations", and the name in JSON: "lock_operations".
std::string_view words_of(lock_count c);
std::string json_name_of(lock_count c);

struct lock_sample {
  struct number {
    std::uint64_t total = 0;  // over the runs that came to their end
    std::uint64_t most = 0;   // in one of them
    friend bool operator==(const number&, const number&) = default;
  };
  std::uint64_t runs = 0;      // that were made
  std::uint64_t complete = 0;  // of them, came to their end
  std::uint64_t seed = 1;
  std::array<number, all_lock_counts.size()> counts{};

  number& of(lock_count c) { return counts[static_cast<std::size_t>(c)]; }
  const number& of(lock_count c) const { return counts[static_cast<std::size_t>(c)]; }
  // The number that a table shows: the longest section is the longest of all runs, the others are
  // means over the runs. Meaningless without complete runs.
  double shown(lock_count c) const;
  friend bool operator==(const lock_sample&, const lock_sample&) = default;
};

// `alive` is called now and then. `how`: memory model, what may happen in a run, seed.
lock_sample count_locks(const std::function<void()>& body, const suture::options& how,
                        std::uint64_t runs, const std::function<void()>& alive);

}  // namespace cli
