// mutex and shared_mutex: those of the standard library.
#pragma once

#include <mutex>
#include <shared_mutex>

#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

// Not recursive. unlock belongs to the thread that locked.
class mutex {
 public:
  mutex(site = site::current()) {}
  mutex(const mutex&) = delete;
  mutex& operator=(const mutex&) = delete;

  void lock(site = site::current()) { mutex_.lock(); }
  bool try_lock(site = site::current()) { return mutex_.try_lock(); }
  void unlock(site = site::current()) { mutex_.unlock(); }

  // For this backend's condition variable.
  std::mutex& native() noexcept { return mutex_; }

 private:
  std::mutex mutex_;
};

// One writer or any number of readers; neither side may ask for a second hold.
class shared_mutex {
 public:
  shared_mutex(site = site::current()) {}
  shared_mutex(const shared_mutex&) = delete;
  shared_mutex& operator=(const shared_mutex&) = delete;

  void lock(site = site::current()) { mutex_.lock(); }
  bool try_lock(site = site::current()) { return mutex_.try_lock(); }
  void unlock(site = site::current()) { mutex_.unlock(); }
  void lock_shared(site = site::current()) { mutex_.lock_shared(); }
  bool try_lock_shared(site = site::current()) { return mutex_.try_lock_shared(); }
  void unlock_shared(site = site::current()) { mutex_.unlock_shared(); }

 private:
  std::shared_mutex mutex_;
};

}  // namespace native_backend
}  // namespace suture::sync
