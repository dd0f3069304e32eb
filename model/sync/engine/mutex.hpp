// Mutexes as first-class events: a lock is taken when it is free, never polled for, and the engine
// knows who holds it.
//
// What the standard leaves undefined ([thread.mutex.requirements]) is a finding of kind misuse:
// taking what one holds already, giving back what one does not hold or holds in another mode,
// ending while one holds it, destroying it while somebody holds it.
//
// A timed attempt ends by its time-out where somebody has the mutex at that moment: which moment is
// explored. Afterwards the virtual clock (sync::clock) has reached the deadline. How often in a run
// a thread may time out is limited (limits::time_outs).
#pragma once

#include "model/sync/durations.hpp"
#include "model/sync/engine/hooks.hpp"

namespace suture::sync {
inline namespace engine_backend {

namespace detail {

// What all mutexes have in common: exclusive ownership.
template <primitive Kind>
class exclusive {
 public:
  exclusive(const exclusive&) = delete;
  exclusive& operator=(const exclusive&) = delete;

  void lock(site where = site::current()) { hooks::lock(cell_, lock_mode::exclusive, where); }
  bool try_lock(site where = site::current()) {
    return hooks::try_lock(cell_, lock_mode::exclusive, where);
  }
  void unlock(site where = site::current()) { hooks::unlock(cell_, lock_mode::exclusive, where); }

  // For sync::lock: waits for the mutex while holding others that were taken along with it; the
  // thread held `before` locks when it began. False where the others must be given back so that
  // somebody can go on.
  bool lock_along(std::size_t before, site where) {
    return hooks::lock_along(cell_, before, where);
  }
  void announce(bool begins, site where) const { hooks::announce(cell_, begins, where); }
  static std::size_t locks_held() { return hooks::locks_held(); }
  const hooks::cell& engine_cell() const { return cell_; }

 protected:
  explicit exclusive(const site& where) { hooks::make_cell(cell_, 0, 4, where, Kind); }
  ~exclusive() { hooks::destroy_cell(cell_, {}); }

  hooks::cell cell_;
};

// Any number of readers or one writer.
template <class Exclusive>
class shared : public Exclusive {
 public:
  void lock_shared(site where = site::current()) {
    hooks::lock(this->cell_, lock_mode::shared, where);
  }
  bool try_lock_shared(site where = site::current()) {
    return hooks::try_lock(this->cell_, lock_mode::shared, where);
  }
  void unlock_shared(site where = site::current()) {
    hooks::unlock(this->cell_, lock_mode::shared, where);
  }

 protected:
  using Exclusive::Exclusive;
};

// Attempts with a time-out. Moments are sync::clock's.
template <class Exclusive>
class timed : public Exclusive {
 public:
  template <class Rep, class Period>
  bool try_lock_for(const std::chrono::duration<Rep, Period>& d, site where = site::current()) {
    const std::int64_t deadline = hooks::deadline_after(times::nanoseconds_of(d));
    return hooks::lock_until(this->cell_, lock_mode::exclusive, deadline, where);
  }
  template <class Moment>
  bool try_lock_until(const Moment& deadline, site where = site::current()) {
    return hooks::lock_until(this->cell_, lock_mode::exclusive, times::moment_of(deadline), where);
  }

 protected:
  using Exclusive::Exclusive;
};

template <class Shared>
class timed_shared : public Shared {
 public:
  template <class Rep, class Period>
  bool try_lock_shared_for(const std::chrono::duration<Rep, Period>& d,
                           site where = site::current()) {
    const std::int64_t deadline = hooks::deadline_after(times::nanoseconds_of(d));
    return hooks::lock_until(this->cell_, lock_mode::shared, deadline, where);
  }
  template <class Moment>
  bool try_lock_shared_until(const Moment& deadline, site where = site::current()) {
    return hooks::lock_until(this->cell_, lock_mode::shared, times::moment_of(deadline), where);
  }

 protected:
  using Shared::Shared;
};

using plain = exclusive<primitive::mutex>;
using recursive = exclusive<primitive::recursive_mutex>;
using readers_and_writer = shared<exclusive<primitive::shared_mutex>>;

}  // namespace detail

// Not recursive.
class mutex : public detail::plain {
 public:
  mutex(site where = site::current())  // implicit, so that aggregates can hold one
      : exclusive(where) {}

  using exclusive::lock;
  using exclusive::try_lock;
  using exclusive::unlock;
};

// Its holder may take it again, and gives it back as often. Only the first and the last of these
// are operations that others can see.
class recursive_mutex : public detail::recursive {
 public:
  recursive_mutex(site where = site::current()) : exclusive(where) {}

  using exclusive::lock;
  using exclusive::try_lock;
  using exclusive::unlock;
};

class timed_mutex : public detail::timed<detail::plain> {
 public:
  timed_mutex(site where = site::current()) : timed(where) {}

  using exclusive::lock;
  using exclusive::try_lock;
  using exclusive::unlock;
  using timed::try_lock_for;
  using timed::try_lock_until;
};

class recursive_timed_mutex : public detail::timed<detail::recursive> {
 public:
  recursive_timed_mutex(site where = site::current()) : timed(where) {}

  using exclusive::lock;
  using exclusive::try_lock;
  using exclusive::unlock;
  using timed::try_lock_for;
  using timed::try_lock_until;
};

class shared_mutex : public detail::readers_and_writer {
 public:
  shared_mutex(site where = site::current()) : shared(where) {}

  using exclusive::lock;
  using exclusive::try_lock;
  using exclusive::unlock;
  using shared::lock_shared;
  using shared::try_lock_shared;
  using shared::unlock_shared;
};

class shared_timed_mutex : public detail::timed_shared<detail::timed<detail::readers_and_writer>> {
 public:
  shared_timed_mutex(site where = site::current()) : timed_shared(where) {}

  using exclusive::lock;
  using exclusive::try_lock;
  using exclusive::unlock;
  using shared::lock_shared;
  using shared::try_lock_shared;
  using shared::unlock_shared;
  using timed::try_lock_for;
  using timed::try_lock_until;
  using timed_shared::try_lock_shared_for;
  using timed_shared::try_lock_shared_until;
};

}  // namespace engine_backend
}  // namespace suture::sync
