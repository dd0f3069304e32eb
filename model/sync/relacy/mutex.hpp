// The mutexes over rl::generic_mutex.
#pragma once

#include <chrono>

#include "model/sync/durations.hpp"
#include "model/sync/relacy/execution.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace relacy_backend {

namespace detail {

enum class mutex_kind { plain, recursive, shared };

// rl::mutex itself lets try_lock fail for no reason, once; the other backends do not.
template <mutex_kind Kind>
class mutex_base {
 public:
  mutex_base(const mutex_base&) = delete;
  mutex_base& operator=(const mutex_base&) = delete;

  void lock(site where = site::current()) {
    not_again(where);
    relacy::operation guard;
    relacy::waiting wait(relacy::wait_kind::lock, where);
    mutex_.lock_exclusive(relacy::info(where));
    holders_ |= me();
  }
  bool try_lock(site where = site::current()) {
    not_again(where);
    relacy::operation guard;
    return took(mutex_.try_lock_exclusive(relacy::info(where)));
  }
  void unlock(site where = site::current()) {
    relacy::operation guard;
    holders_ &= ~me();
    mutex_.unlock_exclusive(relacy::info(where));
  }

 protected:
  explicit mutex_base(site where) {
    mutex_.init(Kind == mutex_kind::shared, Kind == mutex_kind::recursive, false, false,
                relacy::info(where));
  }
  ~mutex_base() { mutex_.deinit({}); }

  static unsigned me() { return 1U << static_cast<unsigned>(rl::thread_index()); }
  bool took(bool taken) {
    if (taken) holders_ |= me();
    return taken;
  }
  void not_again(const site& where) const {
    if (Kind != mutex_kind::recursive && (holders_ & me()) != 0) {
      relacy::fail("misuse", "a mutex that is not recursive is taken by its holder", where);
    }
  }

  struct tag;
  rl::generic_mutex<tag> mutex_;
  unsigned holders_ = 0;  // a bit a thread: Relacy calls the second taking a deadlock
};

// Any number of readers or one writer; a waiting writer keeps new readers out.
class shared_base : public mutex_base<mutex_kind::shared> {
 public:
  void lock_shared(site where = site::current()) {
    not_again(where);
    relacy::operation guard;
    relacy::waiting wait(relacy::wait_kind::lock, where);
    mutex_.lock_shared(relacy::info(where));
    holders_ |= me();
  }
  bool try_lock_shared(site where = site::current()) {
    not_again(where);
    relacy::operation guard;
    return took(mutex_.try_lock_shared(relacy::info(where)));
  }
  void unlock_shared(site where = site::current()) {
    relacy::operation guard;
    holders_ &= ~me();
    mutex_.unlock_shared(relacy::info(where));
  }

 protected:
  using mutex_base::mutex_base;
};

// Attempts with a time-out: Relacy's scheduler decides when it comes, whatever its length.
template <class Base>
class timed : public Base {
 public:
  template <class Rep, class Period>
  bool try_lock_for(const std::chrono::duration<Rep, Period>&, site where = site::current()) {
    return lock_timed(where);
  }
  template <class Moment>
  bool try_lock_until(const Moment&, site where = site::current()) {
    return lock_timed(where);
  }

 protected:
  using Base::Base;

 private:
  bool lock_timed(const site& where) {
    this->not_again(where);
    relacy::operation guard;
    relacy::waiting wait(relacy::wait_kind::lock, where);
    return this->took(this->mutex_.lock_exclusive_timed(relacy::info(where)));
  }
};

}  // namespace detail

// Not recursive: locking it twice, unlocking what one does not hold and destroying a held one is
// misuse.
class mutex : public detail::mutex_base<detail::mutex_kind::plain> {
 public:
  mutex(site where = site::current()) : mutex_base(where) {}
};

class recursive_mutex : public detail::mutex_base<detail::mutex_kind::recursive> {
 public:
  recursive_mutex(site where = site::current()) : mutex_base(where) {}
};

class timed_mutex : public detail::timed<detail::mutex_base<detail::mutex_kind::plain>> {
 public:
  timed_mutex(site where = site::current()) : timed(where) {}
};

class recursive_timed_mutex
    : public detail::timed<detail::mutex_base<detail::mutex_kind::recursive>> {
 public:
  recursive_timed_mutex(site where = site::current()) : timed(where) {}
};

class shared_mutex : public detail::shared_base {
 public:
  shared_mutex(site where = site::current()) : shared_base(where) {}
};

// Relacy cannot wait so long for a shared hold: that is one attempt.
class shared_timed_mutex : public detail::timed<detail::shared_base> {
 public:
  shared_timed_mutex(site where = site::current()) : timed(where) {}

  template <class Rep, class Period>
  bool try_lock_shared_for(const std::chrono::duration<Rep, Period>&,
                           site where = site::current()) {
    return try_lock_shared(where);
  }
  template <class Moment>
  bool try_lock_shared_until(const Moment&, site where = site::current()) {
    return try_lock_shared(where);
  }
};

}  // namespace relacy_backend
}  // namespace suture::sync
