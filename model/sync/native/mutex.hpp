// The mutexes of the standard library.
#pragma once

#include <chrono>
#include <mutex>
#include <shared_mutex>

#include "model/sync/durations.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

namespace detail {

// The moment that so many nanoseconds of this backend's clock stand for.
inline std::chrono::steady_clock::time_point moment(std::int64_t nanoseconds) {
  return std::chrono::steady_clock::time_point(std::chrono::nanoseconds(nanoseconds));
}
template <class Moment>
std::chrono::steady_clock::time_point steady(const Moment& m) {
  return moment(times::moment_of(m));
}

// M with the face of sync, which has call sites; those of its members that are not there are not
// called.
template <class M>
class wrapped {
 public:
  wrapped(const wrapped&) = delete;
  wrapped& operator=(const wrapped&) = delete;

  void lock(site = site::current()) { mutex_.lock(); }
  bool try_lock(site = site::current()) { return mutex_.try_lock(); }
  void unlock(site = site::current()) { mutex_.unlock(); }
  template <class Rep, class Period>
  bool try_lock_for(const std::chrono::duration<Rep, Period>& d,
                    site = site::current()) requires(requires(M& m) { m.try_lock_for(d); }) {
    return mutex_.try_lock_for(d);
  }
  template <class Moment>
  bool try_lock_until(const Moment& deadline, site = site::current()) requires(requires(M& m) {
    m.try_lock_until(moment(0));
  }) {
    return mutex_.try_lock_until(steady(deadline));
  }

  // For this backend's condition variable.
  M& native() noexcept { return mutex_; }

 protected:
  wrapped() = default;
  M mutex_;
};

template <class M>
class wrapped_shared : public wrapped<M> {
 public:
  void lock_shared(site = site::current()) { this->mutex_.lock_shared(); }
  bool try_lock_shared(site = site::current()) { return this->mutex_.try_lock_shared(); }
  void unlock_shared(site = site::current()) { this->mutex_.unlock_shared(); }
  template <class Rep, class Period>
  bool try_lock_shared_for(const std::chrono::duration<Rep, Period>& d,
                           site = site::current()) requires(requires(M& m) {
    m.try_lock_shared_for(d);
  }) {
    return this->mutex_.try_lock_shared_for(d);
  }
  template <class Moment>
  bool try_lock_shared_until(const Moment& deadline,
                             site = site::current()) requires(requires(M& m) {
    m.try_lock_shared_until(moment(0));
  }) {
    return this->mutex_.try_lock_shared_until(steady(deadline));
  }
};

}  // namespace detail

// Not recursive. unlock belongs to the thread that locked.
class mutex : public detail::wrapped<std::mutex> {
 public:
  mutex(site = site::current()) {}
};

class recursive_mutex : public detail::wrapped<std::recursive_mutex> {
 public:
  recursive_mutex(site = site::current()) {}
};

class timed_mutex : public detail::wrapped<std::timed_mutex> {
 public:
  timed_mutex(site = site::current()) {}
};

class recursive_timed_mutex : public detail::wrapped<std::recursive_timed_mutex> {
 public:
  recursive_timed_mutex(site = site::current()) {}
};

// One writer or any number of readers; neither side may ask for a second hold.
class shared_mutex : public detail::wrapped_shared<std::shared_mutex> {
 public:
  shared_mutex(site = site::current()) {}
};

class shared_timed_mutex : public detail::wrapped_shared<std::shared_timed_mutex> {
 public:
  shared_timed_mutex(site = site::current()) {}
};

}  // namespace native_backend
}  // namespace suture::sync
