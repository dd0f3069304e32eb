// The futex system call as the kernel does it: the word is compared and the thread queued under one
// lock, so that a wake-up cannot fall between the two.
#pragma once

#include "model/sync/durations.hpp"
#include "model/sync/engine/atomic.hpp"

namespace suture::sync {
inline namespace engine_backend {

enum class futex_status {
  woken,          // by futex_wake, or for no reason: that is a choice within the run's allowance
  value_changed,  // the word did not hold `expected`; nobody slept
  interrupted,    // by a signal (EINTR), likewise a choice
  timed_out,      // the deadline came, and nobody had woken it (ETIMEDOUT)
};

inline futex_status futex_wait(atomic<std::uint32_t>& word, std::uint32_t expected,
                               site where = site::current()) {
  return static_cast<futex_status>(hooks::futex_wait(word.engine_cell(), expected, nullptr, where));
}

// With a time-out, as the call's own: whether it comes first is explored (see mutex.hpp).
template <class Rep, class Period>
futex_status futex_wait_for(atomic<std::uint32_t>& word, std::uint32_t expected,
                            const std::chrono::duration<Rep, Period>& d,
                            site where = site::current()) {
  const std::int64_t deadline = hooks::deadline_after(times::nanoseconds_of(d));
  return static_cast<futex_status>(
      hooks::futex_wait(word.engine_cell(), expected, &deadline, where));
}
template <class Moment>
futex_status futex_wait_until(atomic<std::uint32_t>& word, std::uint32_t expected,
                              const Moment& moment, site where = site::current()) {
  const std::int64_t deadline = times::moment_of(moment);
  return static_cast<futex_status>(
      hooks::futex_wait(word.engine_cell(), expected, &deadline, where));
}

// Wakes at most `count` threads asleep on `word` and returns how many; which of them is a choice.
// Waking on a word whose lifetime is over is a finding: its memory may be another's by then.
inline std::uint32_t futex_wake(const atomic<std::uint32_t>& word, std::uint32_t count,
                                site where = site::current()) {
  return hooks::futex_wake(word.engine_cell(), count, where);
}

}  // namespace engine_backend
}  // namespace suture::sync
