// mutex and shared_mutex over rl::generic_mutex.
#pragma once

#include "model/sync/relacy/execution.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace relacy_backend {

namespace detail {
// rl::mutex itself lets try_lock fail for no reason, once; the other backends do not.
template <bool Shared>
class mutex_base {
 public:
  mutex_base(const mutex_base&) = delete;
  mutex_base& operator=(const mutex_base&) = delete;

  void lock(site where = site::current()) {
    relacy::operation guard;
    relacy::waiting wait(relacy::wait_kind::lock, where);
    mutex_.lock_exclusive(relacy::info(where));
  }
  bool try_lock(site where = site::current()) {
    relacy::operation guard;
    return mutex_.try_lock_exclusive(relacy::info(where));
  }
  void unlock(site where = site::current()) {
    relacy::operation guard;
    mutex_.unlock_exclusive(relacy::info(where));
  }

 protected:
  explicit mutex_base(site where) { mutex_.init(Shared, false, false, false, relacy::info(where)); }
  ~mutex_base() { mutex_.deinit({}); }

  struct tag;
  rl::generic_mutex<tag> mutex_;
};
}  // namespace detail

// Not recursive: locking it twice is a finding (deadlock), as is a cycle. Unlocking what one does
// not hold, and destroying a held one, is misuse.
class mutex : public detail::mutex_base<false> {
 public:
  mutex(site where = site::current()) : mutex_base(where) {}
};

// One writer or any number of readers; a waiting writer keeps new readers out.
class shared_mutex : public detail::mutex_base<true> {
 public:
  shared_mutex(site where = site::current()) : mutex_base(where) {}

  void lock_shared(site where = site::current()) {
    relacy::operation guard;
    relacy::waiting wait(relacy::wait_kind::lock, where);
    mutex_.lock_shared(relacy::info(where));
  }
  bool try_lock_shared(site where = site::current()) {
    relacy::operation guard;
    return mutex_.try_lock_shared(relacy::info(where));
  }
  void unlock_shared(site where = site::current()) {
    relacy::operation guard;
    mutex_.unlock_shared(relacy::info(where));
  }
};

}  // namespace relacy_backend
}  // namespace suture::sync
