// condition_variable and condition_variable_any: those of the standard library.
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <type_traits>

#include "model/sync/locks.hpp"
#include "model/sync/native/mutex.hpp"
#include "model/sync/native/run.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

enum class cv_status { no_timeout, timeout };

namespace detail {
inline cv_status status_of(std::cv_status s) {
  return s == std::cv_status::timeout ? cv_status::timeout : cv_status::no_timeout;
}
}  // namespace detail

// Waits with one mutex at a time. wait without a predicate may wake for no reason.
class condition_variable {
 public:
  condition_variable(site = site::current()) {}
  condition_variable(const condition_variable&) = delete;
  condition_variable& operator=(const condition_variable&) = delete;

  void wait(unique_lock<mutex>& lock, site = site::current()) {
    lending(lock, [&](auto& lent) { condition_.wait(lent); });
  }
  template <class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  void wait(unique_lock<mutex>& lock, Predicate predicate, site where = site::current()) {
    while (!predicate()) wait(lock, where);
  }
  template <class Moment>
  cv_status wait_until(unique_lock<mutex>& lock, const Moment& deadline, site = site::current()) {
    cv_status status = cv_status::no_timeout;
    lending(lock, [&](auto& lent) {
      status = detail::status_of(condition_.wait_until(lent, detail::steady(deadline)));
    });
    return status;
  }
  template <class Moment, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait_until(unique_lock<mutex>& lock, const Moment& deadline, Predicate predicate,
                  site where = site::current()) {
    while (!predicate()) {
      if (wait_until(lock, deadline, where) == cv_status::timeout) return predicate();
    }
    return true;
  }
  template <class Rep, class Period>
  cv_status wait_for(unique_lock<mutex>& lock, const std::chrono::duration<Rep, Period>& d,
                     site where = site::current()) {
    return wait_until(lock, std::chrono::steady_clock::now() + d, where);
  }
  template <class Rep, class Period, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait_for(unique_lock<mutex>& lock, const std::chrono::duration<Rep, Period>& d,
                Predicate predicate, site where = site::current()) {
    return wait_until(lock, std::chrono::steady_clock::now() + d, std::move(predicate), where);
  }
  void notify_one(site = site::current()) noexcept { condition_.notify_one(); }
  void notify_all(site = site::current()) noexcept { condition_.notify_all(); }

  // For this backend's own use.
  std::condition_variable& native() noexcept { return condition_; }

 private:
  // The standard class wants the standard lock; lend it ours for the length of the wait.
  template <class Wait>
  static void lending(unique_lock<mutex>& lock, Wait wait) {
    std::unique_lock<std::mutex> lent(lock.mutex()->native(), std::adopt_lock);
    wait(lent);
    lent.release();
  }

  std::condition_variable condition_;
};

// The standard library's, but for the thread that runs a body (run.hpp), which ends with that.
inline void notify_all_at_thread_exit(condition_variable& condition, unique_lock<mutex> held,
                                      site = site::current()) {
  mutex* const m = held.release();
  if (suture::native::this_thread.id != 0) {
    std::notify_all_at_thread_exit(condition.native(),
                                   std::unique_lock<std::mutex>(m->native(), std::adopt_lock));
    return;
  }
  suture::native::at_thread_end.add_last([&condition, m] {
    m->unlock();
    condition.notify_all();
  });
}

// Waits with anything that has lock and unlock, held by the caller.
class condition_variable_any {
 public:
  condition_variable_any(site = site::current()) {}
  condition_variable_any(const condition_variable_any&) = delete;
  condition_variable_any& operator=(const condition_variable_any&) = delete;

  template <class Lock>
  void wait(Lock& lock, site = site::current()) {
    condition_.wait(lock);
  }
  template <class Lock, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  void wait(Lock& lock, Predicate predicate, site = site::current()) {
    condition_.wait(lock, std::move(predicate));
  }
  template <class Lock, class Moment>
  cv_status wait_until(Lock& lock, const Moment& deadline, site = site::current()) {
    return detail::status_of(condition_.wait_until(lock, detail::steady(deadline)));
  }
  template <class Lock, class Moment, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait_until(Lock& lock, const Moment& deadline, Predicate predicate, site = site::current()) {
    return condition_.wait_until(lock, detail::steady(deadline), std::move(predicate));
  }
  template <class Lock, class Rep, class Period>
  cv_status wait_for(Lock& lock, const std::chrono::duration<Rep, Period>& d,
                     site = site::current()) {
    return detail::status_of(condition_.wait_for(lock, d));
  }
  template <class Lock, class Rep, class Period, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait_for(Lock& lock, const std::chrono::duration<Rep, Period>& d, Predicate predicate,
                site = site::current()) {
    return condition_.wait_for(lock, d, std::move(predicate));
  }
  template <class Lock, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait(Lock& lock, std::stop_token asked, Predicate predicate, site = site::current()) {
    return condition_.wait(lock, std::move(asked), std::move(predicate));
  }
  template <class Lock, class Moment, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait_until(Lock& lock, std::stop_token asked, const Moment& deadline, Predicate predicate,
                  site = site::current()) {
    return condition_.wait_until(lock, std::move(asked), detail::steady(deadline),
                                 std::move(predicate));
  }
  template <class Lock, class Rep, class Period, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait_for(Lock& lock, std::stop_token asked, const std::chrono::duration<Rep, Period>& d,
                Predicate predicate, site = site::current()) {
    return condition_.wait_for(lock, std::move(asked), d, std::move(predicate));
  }
  void notify_one(site = site::current()) noexcept { condition_.notify_one(); }
  void notify_all(site = site::current()) noexcept { condition_.notify_all(); }

 private:
  std::condition_variable_any condition_;
};

}  // namespace native_backend
}  // namespace suture::sync
