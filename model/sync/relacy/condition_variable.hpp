// condition_variable over rl::condvar.
#pragma once

#include <type_traits>

#include "model/sync/locks.hpp"
#include "model/sync/relacy/execution.hpp"
#include "model/sync/relacy/mutex.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace relacy_backend {

// Under the random scheduler wait may wake for no reason, ten times in an object's life.
class condition_variable {
 public:
  condition_variable(site where = site::current()) { condition_.init(true, relacy::info(where)); }
  ~condition_variable() { condition_.deinit({}); }
  condition_variable(const condition_variable&) = delete;
  condition_variable& operator=(const condition_variable&) = delete;

  void wait(unique_lock<mutex>& lock, site where = site::current()) {
    relacy::operation guard;
    relacy::waiting asleep(relacy::wait_kind::condition, where);
    lent_lock lent{lock, where};
    condition_.wait(lent, false, relacy::info(where));
  }
  template <class Predicate>
  requires std::is_invocable_r_v<bool, Predicate&>
  void wait(unique_lock<mutex>& lock, Predicate predicate, site where = site::current()) {
    while (!predicate()) wait(lock, where);
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
  // Our lock in the shape that Relacy's template expects.
  struct lent_lock {
    unique_lock<mutex>& held;
    site where;
    void lock(rl::debug_info_param) { held.lock(where); }
    void unlock(rl::debug_info_param) { held.unlock(where); }
  };
  struct tag;
  rl::condvar<tag> condition_;
};

}  // namespace relacy_backend
}  // namespace suture::sync
