// futex_wait and futex_wake over the wait set that every rl::atomic carries.
#pragma once

#include <algorithm>
#include <cstdint>

#include "model/sync/relacy/atomic.hpp"
#include "model/sync/relacy/execution.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace relacy_backend {

enum class futex_status { woken, value_changed, interrupted, timed_out };

namespace detail {

// The tree searches may interrupt one wait of each execution, at its beginning: a thread that
// could be woken for no reason at every step would make the tree infinite. `random` does wake
// sleepers so, and then may_interrupt plays no part.
inline bool interrupted_at_once(rl::context& c) {
  if (c.is_random_sched() || !relacy::current.may_interrupt) return false;
  if (c.rand(2, rl::sched_type_user) == 0) return false;
  relacy::current.may_interrupt = false;
  return true;
}

// Comparing and falling asleep are one step, and the comparison is with the newest value of the
// word, as it is under the kernel's lock.
inline futex_status sleep_on(atomic<std::uint32_t>& word, std::uint32_t expected, bool timed,
                             const site& where) {
  relacy::operation guard;
  rl::context& c = rl::ctx();
  c.sched();
  if (word.relacy_atomic().debug_value() != expected) return futex_status::value_changed;
  if (interrupted_at_once(c)) return futex_status::interrupted;
  relacy::waiting asleep(where, word.relacy_atomic(), expected);
  forget_on_return forget(c);
  const rl::unpark_reason reason =
      word.relacy_atomic().wait(c, timed, c.is_random_sched(), relacy::info(where));
  if (reason == rl::unpark_reason_timeout) return futex_status::timed_out;
  return reason == rl::unpark_reason_spurious ? futex_status::interrupted : futex_status::woken;
}

}  // namespace detail

inline futex_status futex_wait(atomic<std::uint32_t>& word, std::uint32_t expected,
                               site where = site::current()) {
  return detail::sleep_on(word, expected, false, where);
}
// When a time-out comes is the scheduler's to decide, whatever its length.
template <class Duration>
futex_status futex_wait_for(atomic<std::uint32_t>& word, std::uint32_t expected, const Duration&,
                            site where = site::current()) {
  return detail::sleep_on(word, expected, true, where);
}
template <class Moment>
futex_status futex_wait_until(atomic<std::uint32_t>& word, std::uint32_t expected, const Moment&,
                              site where = site::current()) {
  return detail::sleep_on(word, expected, true, where);
}

// The word must still be there: Relacy keeps the sleepers inside of it. A wake after the word was
// freed, which the system call shrugs off, is a finding (use-after-free).
inline std::uint32_t futex_wake(const atomic<std::uint32_t>& word, std::uint32_t count,
                                site where = site::current()) {
  relacy::operation guard;
  rl::context& c = rl::ctx();
  c.sched();
  auto& sleepers = const_cast<rl::atomic<std::uint32_t>&>(word.relacy_atomic());
  const auto most = std::min<std::uint32_t>(count, relacy::max_threads + 1);
  return static_cast<std::uint32_t>(
      sleepers.wake(c, static_cast<rl::thread_id_t>(most), relacy::info(where)));
}

}  // namespace relacy_backend
}  // namespace suture::sync
