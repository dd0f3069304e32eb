// Waiting for a notification. A wait may end without one, as the standard allows: within the run's
// allowance of spurious wake-ups that is a choice the strategy explores.
#pragma once

#include "model/sync/engine/mutex.hpp"
#include "model/sync/locks.hpp"

namespace suture::sync {
inline namespace engine_backend {

class condition_variable {
 public:
  condition_variable(site where = site::current()) { hooks::make_cell(cell_, 0, 4, where); }
  ~condition_variable() { hooks::destroy_cell(cell_, {}); }
  condition_variable(const condition_variable&) = delete;
  condition_variable& operator=(const condition_variable&) = delete;

  void wait(unique_lock<mutex>& lock, site where = site::current()) {
    hooks::condition_wait(
        cell_, [&] { lock.unlock(where); }, [&] { lock.lock(where); }, where);
  }
  template <class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  void wait(unique_lock<mutex>& lock, Predicate done, site where = site::current()) {
    while (!done()) wait(lock, where);
  }
  void notify_one(site where = site::current()) { hooks::condition_notify(cell_, false, where); }
  void notify_all(site where = site::current()) { hooks::condition_notify(cell_, true, where); }

  const hooks::cell& engine_cell() const { return cell_; }

 private:
  hooks::cell cell_;
};

}  // namespace engine_backend
}  // namespace suture::sync
