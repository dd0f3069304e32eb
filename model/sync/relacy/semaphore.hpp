// counting_semaphore and binary_semaphore over a monitor.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "model/sync/relacy/monitor.hpp"

namespace suture::sync {
inline namespace relacy_backend {

// Releasing to above the maximum is misuse.
template <std::ptrdiff_t LeastMax = std::numeric_limits<std::int32_t>::max()>
class counting_semaphore {
 public:
  explicit counting_semaphore(std::ptrdiff_t desired, site where = site::current())
      : permits_(desired, where) {}

  static constexpr std::ptrdiff_t max() noexcept { return LeastMax; }

  void release(std::ptrdiff_t n = 1, site where = site::current()) {
    if (n < 0) relacy::fail("misuse", "a semaphore is released by less than nothing", where);
    const std::ptrdiff_t now =
        permits_.change([&](std::ptrdiff_t& permits) { return permits += n; }, where);
    if (now > LeastMax) relacy::fail("misuse", "a semaphore is released beyond its maximum", where);
  }
  void acquire(site where = site::current()) { take(false, where); }
  bool try_acquire(site where = site::current()) {
    return permits_.change(
        [](std::ptrdiff_t& permits) {
          if (permits == 0) return false;
          --permits;
          return true;
        },
        where);
  }
  template <class Rep, class Period>
  bool try_acquire_for(const std::chrono::duration<Rep, Period>&, site where = site::current()) {
    return take(true, where);
  }
  template <class Moment>
  bool try_acquire_until(const Moment&, site where = site::current()) {
    return take(true, where);
  }

 private:
  bool take(bool timed, const site& where) {
    return permits_.when([](std::ptrdiff_t permits) { return permits > 0; },
                         [](std::ptrdiff_t& permits) { --permits; }, timed, where);
  }
  detail::monitor<std::ptrdiff_t> permits_;
};

using binary_semaphore = counting_semaphore<1>;

}  // namespace relacy_backend
}  // namespace suture::sync
