// counting_semaphore and binary_semaphore: those of the standard library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <semaphore>

#include "model/sync/native/mutex.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

template <std::ptrdiff_t LeastMax = std::numeric_limits<std::int32_t>::max()>
class counting_semaphore {
 public:
  explicit counting_semaphore(std::ptrdiff_t desired, site = site::current())
      : semaphore_(desired) {}
  counting_semaphore(const counting_semaphore&) = delete;
  counting_semaphore& operator=(const counting_semaphore&) = delete;

  static constexpr std::ptrdiff_t max() noexcept { return LeastMax; }

  void release(std::ptrdiff_t n = 1, site = site::current()) { semaphore_.release(n); }
  void acquire(site = site::current()) { semaphore_.acquire(); }
  bool try_acquire(site = site::current()) noexcept { return semaphore_.try_acquire(); }
  template <class Rep, class Period>
  bool try_acquire_for(const std::chrono::duration<Rep, Period>& d, site = site::current()) {
    return semaphore_.try_acquire_for(d);
  }
  template <class Moment>
  bool try_acquire_until(const Moment& deadline, site = site::current()) {
    return semaphore_.try_acquire_until(detail::steady(deadline));
  }

 private:
  std::counting_semaphore<LeastMax> semaphore_;
};

using binary_semaphore = counting_semaphore<1>;

}  // namespace native_backend
}  // namespace suture::sync
