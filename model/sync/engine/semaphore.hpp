// Counting semaphores: [thread.sema]. Acquiring waits until there is a permit, and never polls for
// it. Releasing to above the maximum is a finding (misuse).
#pragma once

#include <cstddef>
#include <limits>

#include "model/sync/durations.hpp"
#include "model/sync/engine/hooks.hpp"

namespace suture::sync {
inline namespace engine_backend {

template <std::ptrdiff_t LeastMax = std::numeric_limits<std::int32_t>::max()>
class counting_semaphore {
  static_assert(LeastMax >= 0 && LeastMax <= std::numeric_limits<std::int32_t>::max(),
                "a semaphore counts to 2^31 - 1 at most");

 public:
  explicit counting_semaphore(std::ptrdiff_t desired, site where = site::current()) {
    if (desired < 0 || desired > LeastMax) {
      hooks::forbidden("a semaphore begins with a number of permits from zero to max()", where);
    }
    hooks::make_cell(cell_, static_cast<std::uint64_t>(desired), 4, where, primitive::semaphore);
  }
  ~counting_semaphore() { hooks::destroy_cell(cell_, {}); }
  counting_semaphore(const counting_semaphore&) = delete;
  counting_semaphore& operator=(const counting_semaphore&) = delete;

  static constexpr std::ptrdiff_t max() noexcept { return LeastMax; }

  void release(std::ptrdiff_t n = 1, site where = site::current()) {
    if (n < 0) hooks::forbidden("a semaphore's release gives permits, it takes none", where);
    hooks::release_permits(cell_, static_cast<std::uint64_t>(n), LeastMax, where);
  }
  void acquire(site where = site::current()) { hooks::acquire_permit(cell_, nullptr, where); }
  bool try_acquire(site where = site::current()) { return hooks::try_permit(cell_, where); }
  template <class Rep, class Period>
  bool try_acquire_for(const std::chrono::duration<Rep, Period>& d, site where = site::current()) {
    const std::int64_t deadline = hooks::deadline_after(times::nanoseconds_of(d));
    return hooks::acquire_permit(cell_, &deadline, where);
  }
  template <class Moment>
  bool try_acquire_until(const Moment& moment, site where = site::current()) {
    const std::int64_t deadline = times::moment_of(moment);
    return hooks::acquire_permit(cell_, &deadline, where);
  }

  const hooks::cell& engine_cell() const { return cell_; }

 private:
  hooks::cell cell_;
};

using binary_semaphore = counting_semaphore<1>;

}  // namespace engine_backend
}  // namespace suture::sync
