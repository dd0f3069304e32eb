// yield, spin_until, choose, clock, check, assume and label.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/sync/relacy/execution.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace relacy_backend {

inline void yield(site where = site::current()) {
  relacy::operation guard;
  rl::yield(1, relacy::info(where));
}

// Yields until pred() holds. Where it never does, the execution ends by run_options::max_steps.
template <class Predicate>
void spin_until(Predicate pred, site where = site::current()) {
  relacy::waiting spin(relacy::wait_kind::spin, where);
  while (!pred()) yield(where);
}

// In [0, n), 0 for n = 0; tried in full by the tree searches, drawn by `random`.
inline std::uint32_t choose(std::uint32_t n, site = site::current()) {
  return n <= 1 ? 0 : rl::rand(n);
}

// A clock that advances by a microsecond each time it is read, and by nothing else.
struct clock {
  using duration = std::chrono::nanoseconds;
  static duration now(site = site::current()) {
    return std::chrono::microseconds(++relacy::current.clock_ticks);
  }
};

inline void check(bool holds, const char* message, site where = site::current()) {
  if (!holds) [[unlikely]]
    relacy::fail("check", message, where);
}
inline void check(bool holds, const std::string& message, site where = site::current()) {
  check(holds, message.c_str(), where);
}

// Ends the execution as one of no interest. Relacy knows no such thing: its search is stopped and
// taken up again behind this execution, which costs some microseconds, and what the threads had
// allocated is lost to the process. For bodies in which few executions end so.
inline void assume(bool holds, site where = site::current()) {
  if (!holds) [[unlikely]]
    relacy::prune(where);
}

inline void note(std::string_view, site = site::current()) noexcept {}
inline void name_thread(std::string_view) noexcept {}

template <class X>
void label(const X&, const char*) {}

}  // namespace relacy_backend
}  // namespace suture::sync
