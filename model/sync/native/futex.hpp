// futex_wait and futex_wake: the Linux system call, private to the process.
#pragma once

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdint>
#include <ctime>
#include <optional>

#include "model/sync/durations.hpp"
#include "model/sync/native/atomic.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

inline constexpr std::uint32_t futex_all_bits = ~std::uint32_t{0};

enum class futex_status {
  woken,          // by futex_wake, or for no reason
  value_changed,  // the word did not hold `expected`; nobody slept
  interrupted,    // by a signal (EINTR)
  timed_out,      // the deadline came
};

static_assert(sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t),
              "the kernel reads the word itself");

namespace detail {

inline timespec timespec_of(std::int64_t nanoseconds) noexcept {
  const std::int64_t n = std::max<std::int64_t>(nanoseconds, 0);
  return {n / 1'000'000'000, n % 1'000'000'000};
}

// For as long as `relative`, where there is one.
inline futex_status sleep_on(atomic<std::uint32_t>& word, std::uint32_t expected,
                             const timespec* relative) noexcept {
  const long result =
      ::syscall(SYS_futex, &word.native(), FUTEX_WAIT_PRIVATE, expected, relative, nullptr, 0);
  if (result == 0) return futex_status::woken;
  if (errno == EAGAIN) return futex_status::value_changed;
  if (errno == EINTR) return futex_status::interrupted;
  if (errno == ETIMEDOUT) return futex_status::timed_out;
  return futex_status::woken;  // no other error is possible with a valid word
}

}  // namespace detail

// Sleeps while `word` holds `expected`; the kernel's comparison and falling asleep are one step.
// It orders no other memory: what the waker wrote is seen through an acquire load of the word.
inline futex_status futex_wait(atomic<std::uint32_t>& word, std::uint32_t expected,
                               site = site::current()) noexcept {
  return detail::sleep_on(word, expected, nullptr);
}
// `deadline`: a moment of this backend's clock.
template <class Moment>
futex_status futex_wait_until(atomic<std::uint32_t>& word, std::uint32_t expected,
                              const Moment& deadline, site = site::current()) noexcept {
  const std::int64_t left = times::moment_of(deadline) -
                            times::moment_of(std::chrono::steady_clock::now().time_since_epoch());
  const timespec t = detail::timespec_of(left);
  return detail::sleep_on(word, expected, &t);
}
template <class Rep, class Period>
futex_status futex_wait_for(atomic<std::uint32_t>& word, std::uint32_t expected,
                            const std::chrono::duration<Rep, Period>& d,
                            site = site::current()) noexcept {
  const timespec t = detail::timespec_of(times::nanoseconds_of(d));
  return detail::sleep_on(word, expected, &t);
}

// Wakes at most `count` threads asleep on `word` and returns how many. The word is only an
// address here and may be gone by now: a waiter may have freed it on its way out.
inline std::uint32_t futex_wake(const atomic<std::uint32_t>& word, std::uint32_t count,
                                site = site::current()) noexcept {
  const auto most = std::min<std::uint32_t>(count, INT_MAX);
  const long woken =
      ::syscall(SYS_futex, &word.native(), FUTEX_WAKE_PRIVATE, most, nullptr, nullptr, 0);
  return woken > 0 ? static_cast<std::uint32_t>(woken) : 0;
}

// With a set of bits: a wake-up is for sleepers whose set has a bit of its own. Not empty.
inline futex_status futex_wait_bitset(atomic<std::uint32_t>& word, std::uint32_t expected,
                                      std::uint32_t bits, site = site::current()) noexcept {
  const long result = ::syscall(SYS_futex, &word.native(), FUTEX_WAIT_BITSET_PRIVATE, expected,
                                nullptr, nullptr, bits);
  if (result == 0) return futex_status::woken;
  if (errno == EAGAIN) return futex_status::value_changed;
  return errno == EINTR ? futex_status::interrupted : futex_status::woken;
}
inline std::uint32_t futex_wake_bitset(const atomic<std::uint32_t>& word, std::uint32_t count,
                                       std::uint32_t bits, site = site::current()) noexcept {
  const auto most = std::min<std::uint32_t>(count, INT_MAX);
  const long woken =
      ::syscall(SYS_futex, &word.native(), FUTEX_WAKE_BITSET_PRIVATE, most, nullptr, nullptr, bits);
  return woken > 0 ? static_cast<std::uint32_t>(woken) : 0;
}

// Wakes at most `wakes` sleepers of `from` and moves at most `moves` to `to`; how many those were,
// or nothing where `from` does not hold `expected`.
inline std::optional<std::uint32_t> futex_cmp_requeue(const atomic<std::uint32_t>& from,
                                                      std::uint32_t expected, std::uint32_t wakes,
                                                      std::uint32_t moves,
                                                      const atomic<std::uint32_t>& to,
                                                      site = site::current()) noexcept {
  const auto most = [](std::uint32_t n) { return std::min<std::uint32_t>(n, INT_MAX); };
  const long done = ::syscall(SYS_futex, &from.native(), FUTEX_CMP_REQUEUE_PRIVATE, most(wakes),
                              static_cast<unsigned long>(most(moves)), &to.native(), expected);
  if (done < 0) return std::nullopt;
  return static_cast<std::uint32_t>(done);
}

// The same whatever `from` holds.
inline std::uint32_t futex_requeue(const atomic<std::uint32_t>& from, std::uint32_t wakes,
                                   std::uint32_t moves, const atomic<std::uint32_t>& to,
                                   site = site::current()) noexcept {
  const auto most = [](std::uint32_t n) { return std::min<std::uint32_t>(n, INT_MAX); };
  const long done = ::syscall(SYS_futex, &from.native(), FUTEX_REQUEUE_PRIVATE, most(wakes),
                              static_cast<unsigned long>(most(moves)), &to.native(), 0);
  return done > 0 ? static_cast<std::uint32_t>(done) : 0;
}

}  // namespace native_backend
}  // namespace suture::sync
