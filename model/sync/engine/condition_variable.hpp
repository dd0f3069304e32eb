// Waiting for a notification. A wait may end without one, as the standard allows: within the run's
// allowance of spurious wake-ups that is a choice the strategy explores. A timed wait may end by
// its time-out, within each thread's allowance; a notification that comes at the same time is then
// used up, and the wait still says timeout, as the standard library does.
//
// Misuse, which is a finding: waiting without holding the lock, with different mutexes at a time,
// destroying it while a thread waits that nobody has notified.
#pragma once

#include <utility>

#include "model/sync/durations.hpp"
#include "model/sync/engine/memory.hpp"
#include "model/sync/engine/mutex.hpp"
#include "model/sync/engine/thread.hpp"
#include "model/sync/locks.hpp"
#include "model/sync/shared/stoppable_wait.hpp"

namespace suture::sync {
inline namespace engine_backend {

enum class cv_status { no_timeout, timeout };

namespace detail {

// What both condition variables do; they differ in how they come to their lock.
template <class Derived, class Lock>
class waiting_room {
 public:
  waiting_room(const waiting_room&) = delete;
  waiting_room& operator=(const waiting_room&) = delete;

  void wait(Lock& lock, site where = site::current()) { self().wait_on(lock, nullptr, where); }
  template <class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  void wait(Lock& lock, Predicate done, site where = site::current()) {
    while (!done()) wait(lock, where);
  }

  template <class Moment>
  requires(!std::is_invocable_v<Moment&>) cv_status
      wait_until(Lock& lock, const Moment& deadline, site where = site::current()) {
    return until(lock, times::moment_of(deadline), where);
  }
  template <class Moment, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait_until(Lock& lock, const Moment& deadline, Predicate done,
                  site where = site::current()) {
    return until(lock, times::moment_of(deadline), done, where);
  }
  template <class Rep, class Period>
  cv_status wait_for(Lock& lock, const std::chrono::duration<Rep, Period>& d,
                     site where = site::current()) {
    return until(lock, hooks::deadline_after(times::nanoseconds_of(d)), where);
  }
  template <class Rep, class Period, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait_for(Lock& lock, const std::chrono::duration<Rep, Period>& d, Predicate done,
                site where = site::current()) {
    return until(lock, hooks::deadline_after(times::nanoseconds_of(d)), done, where);
  }

  void notify_one(site where = site::current()) { hooks::condition_notify(cell_, false, where); }
  void notify_all(site where = site::current()) { hooks::condition_notify(cell_, true, where); }

  const hooks::cell& engine_cell() const { return cell_; }

 protected:
  explicit waiting_room(const site& where) {
    hooks::make_cell(cell_, 0, 4, where, primitive::condition_variable);
  }
  ~waiting_room() { hooks::destroy_cell(cell_, {}); }

  hooks::cell cell_;

 private:
  Derived& self() { return static_cast<Derived&>(*this); }
  cv_status until(Lock& lock, std::int64_t deadline, const site& where) {
    return self().wait_on(lock, &deadline, where) ? cv_status::no_timeout : cv_status::timeout;
  }
  template <class Predicate>
  bool until(Lock& lock, std::int64_t deadline, Predicate& done, const site& where) {
    while (!done()) {
      if (!self().wait_on(lock, &deadline, where)) return done();
    }
    return true;
  }
};

}  // namespace detail

class condition_variable : public detail::waiting_room<condition_variable, unique_lock<mutex>> {
 public:
  condition_variable(site where = site::current()) : waiting_room(where) {}

  using waiting_room::notify_all;
  using waiting_room::notify_one;
  using waiting_room::wait;
  using waiting_room::wait_for;
  using waiting_room::wait_until;

 private:
  friend waiting_room;
  bool wait_on(unique_lock<mutex>& lock, const std::int64_t* deadline, const site& where) {
    const mutex* const m = lock.mutex();
    const hooks::cell* const held = m == nullptr ? nullptr : &m->engine_cell();
    if (!lock.owns_lock()) hooks::waits_unlocked(cell_, held, where);
    return hooks::condition_wait(
        cell_, held, [&] { lock.unlock(where); }, [&] { lock.lock(where); }, deadline, where);
  }
};

// When the calling thread has ended, after all that it does at its end, the lock is given back and
// everybody who waits is woken ([thread.condition.nonmember]). The lock must be held.
inline void notify_all_at_thread_exit(condition_variable& condition, unique_lock<mutex> held,
                                      site where = site::current()) {
  mutex* const m = held.mutex();
  if (!held.owns_lock()) {
    hooks::waits_unlocked(condition.engine_cell(), m == nullptr ? nullptr : &m->engine_cell(),
                          where);
  }
  held.release();
  hooks::behind_thread_exit([&condition, m, where] {
    m->unlock(where);
    condition.notify_all(where);
  });
}

// Waits with anything that has lock and unlock, held by the caller.
class condition_variable_any {
 public:
  condition_variable_any(site where = site::current()) : room_(where) {}
  condition_variable_any(const condition_variable_any&) = delete;
  condition_variable_any& operator=(const condition_variable_any&) = delete;

  template <class Lock>
  void wait(Lock& lock, site where = site::current()) {
    lent<Lock> l{lock};
    room_.wait(l, where);
  }
  template <class Lock, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  void wait(Lock& lock, Predicate done, site where = site::current()) {
    lent<Lock> l{lock};
    room_.wait(l, std::move(done), where);
  }
  template <class Lock, class Moment>
  cv_status wait_until(Lock& lock, const Moment& deadline, site where = site::current()) {
    lent<Lock> l{lock};
    return room_.wait_until(l, deadline, where);
  }
  template <class Lock, class Moment, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait_until(Lock& lock, const Moment& deadline, Predicate done,
                  site where = site::current()) {
    lent<Lock> l{lock};
    return room_.wait_until(l, deadline, std::move(done), where);
  }
  template <class Lock, class Duration>
  cv_status wait_for(Lock& lock, const Duration& d, site where = site::current()) {
    lent<Lock> l{lock};
    return room_.wait_for(l, d, where);
  }
  template <class Lock, class Duration, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait_for(Lock& lock, const Duration& d, Predicate done, site where = site::current()) {
    lent<Lock> l{lock};
    return room_.wait_for(l, d, std::move(done), where);
  }

  // These end as well when somebody asks to stop. All say whether `done()` holds.
  template <class Lock, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait(Lock& lock, stop_token asked, Predicate done, site where = site::current()) {
    const auto sleep = [&](auto& held) {
      wait(held, where);
      return true;
    };
    return detail::wait_unless_asked(*this, lock, asked, done, sleep, where);
  }
  template <class Lock, class Moment, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait_until(Lock& lock, stop_token asked, const Moment& deadline, Predicate done,
                  site where = site::current()) {
    const auto sleep = [&](auto& held) {
      return wait_until(held, deadline, where) == cv_status::no_timeout;
    };
    return detail::wait_unless_asked(*this, lock, asked, done, sleep, where);
  }
  template <class Lock, class Rep, class Period, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait_for(Lock& lock, stop_token asked, const std::chrono::duration<Rep, Period>& d,
                Predicate done, site where = site::current()) {
    const std::chrono::nanoseconds deadline(hooks::deadline_after(times::nanoseconds_of(d)));
    return wait_until(lock, std::move(asked), deadline, std::move(done), where);
  }

  void notify_one(site where = site::current()) { room_.notify_one(where); }
  void notify_all(site where = site::current()) { room_.notify_all(where); }

  const hooks::cell& engine_cell() const { return room_.engine_cell(); }

 private:
  // Any lock behind one face; it takes a call site where the lock does.
  struct any_lock {
    virtual void lock(const site& where) = 0;
    virtual void unlock(const site& where) = 0;

   protected:
    ~any_lock() = default;
  };
  template <class Lock>
  struct lent final : any_lock {
    explicit lent(Lock& l) : of(l) {}
    void lock(const site& where) override { detail::take(of, where); }
    void unlock(const site& where) override { detail::give_back(of, where); }
    Lock& of;
  };
  class room : public detail::waiting_room<room, any_lock> {
   public:
    explicit room(const site& where) : waiting_room(where) {}

   private:
    friend waiting_room;
    bool wait_on(any_lock& lock, const std::int64_t* deadline, const site& where) {
      return hooks::condition_wait(
          cell_, nullptr, [&] { lock.unlock(where); }, [&] { lock.lock(where); }, deadline, where);
    }
  };
  room room_;
};

}  // namespace engine_backend
}  // namespace suture::sync
