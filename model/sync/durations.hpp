// Times, as the waits with a time-out take them: durations and points of the backend's clock
// (sync::clock), which is virtual where runs are explored.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

namespace suture::sync::times {

// Nanoseconds, as many as fit; nothing where the duration is negative.
template <class Rep, class Period>
constexpr std::int64_t nanoseconds_of(const std::chrono::duration<Rep, Period>& d) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  if (d <= d.zero()) return 0;
  if (std::chrono::duration<long double, std::nano>(d).count() >= static_cast<long double>(most)) {
    return most;
  }
  return std::chrono::duration_cast<std::chrono::nanoseconds>(d).count();
}

// Of a moment that the backend's clock has told: `sync::clock::now() + 5ms`.
template <class Rep, class Period>
constexpr std::int64_t moment_of(const std::chrono::duration<Rep, Period>& since_epoch) {
  return nanoseconds_of(since_epoch);
}
template <class Clock, class Duration>
constexpr std::int64_t moment_of(const std::chrono::time_point<Clock, Duration>& t) {
  return nanoseconds_of(t.time_since_epoch());
}

}  // namespace suture::sync::times
