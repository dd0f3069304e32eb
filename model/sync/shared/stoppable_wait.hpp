// A condition_variable_any's wait that ends when somebody asks to stop
// ([thread.condvarany.intwait]).
//
// The request's callback notifies, and might come between the look at the token and the sleep. So
// who waits looks once more when it is in the queue already: as it gives the lock back. Then it
// notifies itself, and whoever else sleeps there, as the callback does.
#pragma once

#include "model/sync/lock_calls.hpp"
#include "model/sync/shared/stop_token.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace detail {

template <class Condition, class Lock>
struct stoppable_lock {
  Condition& condition;
  Lock& held;
  const stop_token& asked;

  void lock(const site& where) { take(held, where); }
  void unlock(const site& where) {
    give_back(held, where);
    if (asked.stop_requested(where)) condition.notify_all(where);
  }
};

// `sleep` waits once with the lock it is given; false where its time is up.
template <class Condition, class Lock, class Predicate, class Sleep>
bool wait_unless_asked(Condition& condition, Lock& lock, const stop_token& asked, Predicate& done,
                       Sleep sleep, const site& where) {
  if (asked.stop_requested(where)) return done();
  const stop_callback wakes(
      asked, [&condition, where] { condition.notify_all(where); }, where);
  stoppable_lock<Condition, Lock> looks{condition, lock, asked};
  while (!asked.stop_requested(where)) {
    if (done()) return true;
    if (!sleep(looks)) break;
  }
  return done();
}

}  // namespace detail
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync
