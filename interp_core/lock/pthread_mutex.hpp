// A platform's own mutex in the place of the futex: what the Gilectomy has on OS X.
//
// Source: lock_mac.h of the Gilectomy, where the native half of py_recursivelock_t is a
// pthread_mutex_t. The recursion is ours there too, for the same cost in each lock and the same
// rules everywhere.
#pragma once

#include "interp_core/lock/recursive_lock.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The face of futex_mutex. The platform keeps what it needs for waiters to itself, and may free it
// with the mutex: unlock touches nothing once another may have it.
class pthread_mutex {
 public:
  pthread_mutex() { sync::label(mutex_, "of the platform"); }

  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }
  // As far as we can tell.
  bool is_idle() const { return true; }

 private:
  sync::mutex mutex_;
};

using pthread_recursive_lock = basic_recursive_lock<pthread_mutex>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
