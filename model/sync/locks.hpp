// lock_guard, unique_lock and shared_lock: a mutex held for the length of a scope.
//
// Written out rather than borrowed from the standard library only because their constructors take
// a call site; they hold what the standard ones hold. The same for every backend (see sync.hpp).
#pragma once

#include <utility>

#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Holds m from construction to destruction.
template <class M>
class [[nodiscard]] lock_guard {
 public:
  explicit lock_guard(M& m, site where = site::current()) : mutex_(m) { mutex_.lock(where); }
  ~lock_guard() { mutex_.unlock(); }
  lock_guard(const lock_guard&) = delete;
  lock_guard& operator=(const lock_guard&) = delete;

 private:
  M& mutex_;
};

// Holds m, and may let go of it and take it again; it moves, so a function may return it.
template <class M>
class [[nodiscard]] unique_lock {
 public:
  unique_lock() = default;
  explicit unique_lock(M& m, site where = site::current()) : mutex_(&m) { lock(where); }
  ~unique_lock() {
    if (owns_) mutex_->unlock();
  }
  unique_lock(unique_lock&& other) noexcept
      : mutex_(std::exchange(other.mutex_, nullptr)), owns_(std::exchange(other.owns_, false)) {}
  unique_lock& operator=(unique_lock&& other) noexcept {
    unique_lock moved(std::move(other));
    std::swap(mutex_, moved.mutex_);
    std::swap(owns_, moved.owns_);
    return *this;
  }

  void lock(site where = site::current()) {
    mutex_->lock(where);
    owns_ = true;
  }
  bool try_lock(site where = site::current()) { return owns_ = mutex_->try_lock(where); }
  void unlock(site where = site::current()) {
    owns_ = false;
    mutex_->unlock(where);
  }
  bool owns_lock() const noexcept { return owns_; }
  M* mutex() const noexcept { return mutex_; }

 private:
  M* mutex_ = nullptr;
  bool owns_ = false;
};

// Holds m shared with other readers.
template <class M>
class [[nodiscard]] shared_lock {
 public:
  explicit shared_lock(M& m, site where = site::current()) : mutex_(&m) { lock(where); }
  ~shared_lock() {
    if (owns_) mutex_->unlock_shared();
  }
  shared_lock(const shared_lock&) = delete;
  shared_lock& operator=(const shared_lock&) = delete;

  void lock(site where = site::current()) {
    mutex_->lock_shared(where);
    owns_ = true;
  }
  void unlock(site where = site::current()) {
    owns_ = false;
    mutex_->unlock_shared(where);
  }
  bool owns_lock() const noexcept { return owns_; }
  M* mutex() const noexcept { return mutex_; }

 private:
  M* mutex_;
  bool owns_ = false;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync
