// The futex system call as the kernel does it: the word is compared and the thread queued under one
// lock, so that a wake-up cannot fall between the two.
#pragma once

#include <optional>

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

inline constexpr std::uint32_t futex_all_bits = ~std::uint32_t{0};

inline futex_status futex_wait(atomic<std::uint32_t>& word, std::uint32_t expected,
                               site where = site::current()) {
  return static_cast<futex_status>(
      hooks::futex_wait(word.engine_cell(), expected, nullptr, futex_all_bits, where));
}

// With a time-out, as the call's own: whether it comes first is explored (see mutex.hpp).
template <class Rep, class Period>
futex_status futex_wait_for(atomic<std::uint32_t>& word, std::uint32_t expected,
                            const std::chrono::duration<Rep, Period>& d,
                            site where = site::current()) {
  const std::int64_t deadline = hooks::deadline_after(times::nanoseconds_of(d));
  return static_cast<futex_status>(
      hooks::futex_wait(word.engine_cell(), expected, &deadline, futex_all_bits, where));
}
template <class Moment>
futex_status futex_wait_until(atomic<std::uint32_t>& word, std::uint32_t expected,
                              const Moment& moment, site where = site::current()) {
  const std::int64_t deadline = times::moment_of(moment);
  return static_cast<futex_status>(
      hooks::futex_wait(word.engine_cell(), expected, &deadline, futex_all_bits, where));
}

// Wakes at most `count` threads asleep on `word` and returns how many; which of them is a choice.
// Waking on a word whose lifetime is over is a finding: its memory may be another's by then.
inline std::uint32_t futex_wake(const atomic<std::uint32_t>& word, std::uint32_t count,
                                site where = site::current()) {
  return hooks::futex_wake(word.engine_cell(), count, futex_all_bits, where);
}

// With a set of bits (FUTEX_WAIT_BITSET, FUTEX_WAKE_BITSET): a wake-up is for sleepers whose set
// has a bit of its own. An empty set is misuse.
inline futex_status futex_wait_bitset(atomic<std::uint32_t>& word, std::uint32_t expected,
                                      std::uint32_t bits, site where = site::current()) {
  return static_cast<futex_status>(
      hooks::futex_wait(word.engine_cell(), expected, nullptr, bits, where));
}
inline std::uint32_t futex_wake_bitset(const atomic<std::uint32_t>& word, std::uint32_t count,
                                       std::uint32_t bits, site where = site::current()) {
  return hooks::futex_wake(word.engine_cell(), count, bits, where);
}

// Wakes at most `wakes` sleepers of `from`, and has at most `moves` of the others sleep on `to`
// from now on (FUTEX_CMP_REQUEUE). Returns how many that were, or nothing where `from` does not
// hold `expected`: then nobody is woken or moved.
inline std::optional<std::uint32_t> futex_cmp_requeue(const atomic<std::uint32_t>& from,
                                                      std::uint32_t expected, std::uint32_t wakes,
                                                      std::uint32_t moves,
                                                      const atomic<std::uint32_t>& to,
                                                      site where = site::current()) {
  const std::int64_t done =
      hooks::futex_requeue(from.engine_cell(), &expected, wakes, moves, to.engine_cell(), where);
  if (done < 0) return std::nullopt;
  return static_cast<std::uint32_t>(done);
}

// The same whatever `from` holds (FUTEX_REQUEUE, which the manual advises against for that reason).
inline std::uint32_t futex_requeue(const atomic<std::uint32_t>& from, std::uint32_t wakes,
                                   std::uint32_t moves, const atomic<std::uint32_t>& to,
                                   site where = site::current()) {
  return static_cast<std::uint32_t>(
      hooks::futex_requeue(from.engine_cell(), nullptr, wakes, moves, to.engine_cell(), where));
}

}  // namespace engine_backend
}  // namespace suture::sync
