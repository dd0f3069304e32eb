// condition_variable: std::condition_variable.
#pragma once

#include <condition_variable>
#include <mutex>
#include <type_traits>

#include "model/sync/locks.hpp"
#include "model/sync/native/mutex.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

// Waits with one mutex at a time. wait without a predicate may wake for no reason.
class condition_variable {
 public:
  condition_variable(site = site::current()) {}
  condition_variable(const condition_variable&) = delete;
  condition_variable& operator=(const condition_variable&) = delete;

  void wait(unique_lock<mutex>& lock, site = site::current()) {
    // The standard class wants the standard lock; lend it ours for the length of the wait.
    std::unique_lock<std::mutex> lent(lock.mutex()->native(), std::adopt_lock);
    condition_.wait(lent);
    lent.release();
  }
  template <class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  void wait(unique_lock<mutex>& lock, Predicate predicate, site where = site::current()) {
    while (!predicate()) wait(lock, where);
  }
  void notify_one(site = site::current()) noexcept { condition_.notify_one(); }
  void notify_all(site = site::current()) noexcept { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace native_backend
}  // namespace suture::sync
