// A value that is waited for: what Relacy lacks is made of its mutex and condition variable.
#pragma once

#include "model/sync/relacy/condition_variable.hpp"
#include "model/sync/relacy/mutex.hpp"

namespace suture::sync {
inline namespace relacy_backend {
namespace detail {

template <class State>
class monitor {
 public:
  monitor(State initial, site where) : mutex_(where), changed_(where), state_(initial) {}

  // Does `work` on the state, alone; who waits looks again.
  template <class Work>
  auto change(Work work, site where) {
    const unique_lock<mutex> held(mutex_, where);
    changed_.notify_all(where);
    return work(state_);
  }
  // The same once `ready` holds of the state. False where a time-out came first.
  template <class Ready, class Work>
  bool when(Ready ready, Work work, bool timed, site where) {
    unique_lock<mutex> held(mutex_, where);
    while (!ready(state_)) {
      if (!timed) {
        changed_.wait(held, where);
      } else if (changed_.wait_for(held, 0, where) == cv_status::timeout && !ready(state_)) {
        return false;
      }
    }
    work(state_);
    return true;
  }

 private:
  mutex mutex_;
  condition_variable changed_;
  State state_;
};

}  // namespace detail
}  // namespace relacy_backend
}  // namespace suture::sync
