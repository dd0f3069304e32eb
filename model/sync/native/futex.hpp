// futex_wait and futex_wake: the Linux system call, private to the process.
#pragma once

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdint>

#include "model/sync/native/atomic.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

enum class futex_status {
  woken,          // by futex_wake, or for no reason
  value_changed,  // the word did not hold `expected`; nobody slept
  interrupted,    // by a signal (EINTR)
};

static_assert(sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t),
              "the kernel reads the word itself");

// Sleeps while `word` holds `expected`; the kernel's comparison and falling asleep are one step.
// It orders no other memory: what the waker wrote is seen through an acquire load of the word.
inline futex_status futex_wait(atomic<std::uint32_t>& word, std::uint32_t expected,
                               site = site::current()) noexcept {
  const long result =
      ::syscall(SYS_futex, &word.native(), FUTEX_WAIT_PRIVATE, expected, nullptr, nullptr, 0);
  if (result == 0) return futex_status::woken;
  if (errno == EAGAIN) return futex_status::value_changed;
  if (errno == EINTR) return futex_status::interrupted;
  return futex_status::woken;  // no other error is possible with a valid word and no timeout
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

}  // namespace native_backend
}  // namespace suture::sync
