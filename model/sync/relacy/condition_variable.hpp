// condition_variable and condition_variable_any over rl::condvar.
#pragma once

#include <type_traits>
#include <utility>

#include "model/sync/locks.hpp"
#include "model/sync/relacy/execution.hpp"
#include "model/sync/relacy/mutex.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace relacy_backend {

enum class cv_status { no_timeout, timeout };

// Waits with anything that has lock and unlock, held by the caller. Under the random scheduler wait
// may wake for no reason, ten times in an object's life. When a time-out comes is the scheduler's
// to decide, whatever its length.
class condition_variable_any {
 public:
  condition_variable_any(site where = site::current()) {
    condition_.init(true, relacy::info(where));
  }
  ~condition_variable_any() { condition_.deinit({}); }
  condition_variable_any(const condition_variable_any&) = delete;
  condition_variable_any& operator=(const condition_variable_any&) = delete;

  template <class Lock>
  void wait(Lock& lock, site where = site::current()) {
    sleep(lock, false, where);
  }
  template <class Lock, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  void wait(Lock& lock, Predicate predicate, site where = site::current()) {
    while (!predicate()) wait(lock, where);
  }
  template <class Lock, class Moment>
  cv_status wait_until(Lock& lock, const Moment&, site where = site::current()) {
    return sleep(lock, true, where);
  }
  template <class Lock, class Moment, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait_until(Lock& lock, const Moment& deadline, Predicate predicate,
                  site where = site::current()) {
    while (!predicate()) {
      if (wait_until(lock, deadline, where) == cv_status::timeout) return predicate();
    }
    return true;
  }
  template <class Lock, class Duration>
  cv_status wait_for(Lock& lock, const Duration& d, site where = site::current()) {
    return wait_until(lock, d, where);
  }
  template <class Lock, class Duration, class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  bool wait_for(Lock& lock, const Duration& d, Predicate predicate, site where = site::current()) {
    return wait_until(lock, d, std::move(predicate), where);
  }
  void notify_one(site where = site::current()) {
    relacy::operation guard;
    condition_.notify_one(relacy::info(where));
  }
  void notify_all(site where = site::current()) {
    relacy::operation guard;
    condition_.notify_all(relacy::info(where));
  }

 private:
  // A lock in the shape that Relacy's template expects.
  template <class Lock>
  struct lent_lock {
    Lock& held;
    site where;
    void lock(rl::debug_info_param) {
      if constexpr (requires { held.lock(where); }) {
        held.lock(where);
      } else {
        held.lock();
      }
    }
    void unlock(rl::debug_info_param) {
      if constexpr (requires { held.unlock(where); }) {
        held.unlock(where);
      } else {
        held.unlock();
      }
    }
  };
  template <class Lock>
  cv_status sleep(Lock& lock, bool timed, const site& where) {
    relacy::operation guard;
    relacy::waiting asleep(relacy::wait_kind::condition, where);
    lent_lock<Lock> lent{lock, where};
    const rl::sema_wakeup_reason why = condition_.wait(lent, timed, relacy::info(where));
    return why == rl::sema_wakeup_reason_timeout ? cv_status::timeout : cv_status::no_timeout;
  }

  struct tag;
  rl::condvar<tag> condition_;
};

class condition_variable : public condition_variable_any {
 public:
  condition_variable(site where = site::current()) : condition_variable_any(where) {}
};

// When the calling thread ends, after all that it does at its end.
inline void notify_all_at_thread_exit(condition_variable& condition, unique_lock<mutex> held,
                                      site where = site::current()) {
  if (!held.owns_lock()) relacy::fail("misuse", "notified at exit without holding the lock", where);
  mutex* const m = held.release();
  auto& actions = relacy::current.at_exit[rl::thread_index()];
  actions.insert(actions.begin(), [&condition, m, where] {
    m->unlock(where);
    condition.notify_all(where);
  });
}

}  // namespace relacy_backend
}  // namespace suture::sync
