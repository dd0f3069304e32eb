// shared_ptr, weak_ptr and their atomics: those of the standard library, with call sites on what
// atomics do.
#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "model/sync/native/atomic.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

using std::make_shared;
using std::shared_ptr;
using std::weak_ptr;

template <class T, class... Args>
[[nodiscard]] shared_ptr<T> make_shared_at(site, Args&&... args) {
  return std::make_shared<T>(std::forward<Args>(args)...);
}

namespace detail {

template <class Pointer>
class atomic_pointer {
  using order_t = std::memory_order;
  static constexpr order_t seq_cst = std::memory_order_seq_cst;

 public:
  using value_type = Pointer;

  atomic_pointer(Pointer desired = {}, site = site::current()) : value_(std::move(desired)) {}
  atomic_pointer(const atomic_pointer&) = delete;
  atomic_pointer& operator=(atomic_pointer&) = delete;

  Pointer load(order_t order = seq_cst, site = site::current()) const { return value_.load(order); }
  void store(Pointer desired, order_t order = seq_cst, site = site::current()) {
    value_.store(std::move(desired), order);
  }
  Pointer exchange(Pointer desired, order_t order = seq_cst, site = site::current()) {
    return value_.exchange(std::move(desired), order);
  }
  bool compare_exchange_strong(Pointer& expected, Pointer desired, order_t success, order_t failure,
                               site = site::current()) {
    return value_.compare_exchange_strong(expected, std::move(desired), success, failure);
  }
  bool compare_exchange_strong(Pointer& expected, Pointer desired, order_t order = seq_cst,
                               site = site::current()) {
    return value_.compare_exchange_strong(expected, std::move(desired), order);
  }
  bool compare_exchange_weak(Pointer& expected, Pointer desired, order_t success, order_t failure,
                             site = site::current()) {
    return value_.compare_exchange_weak(expected, std::move(desired), success, failure);
  }
  bool compare_exchange_weak(Pointer& expected, Pointer desired, order_t order = seq_cst,
                             site = site::current()) {
    return value_.compare_exchange_weak(expected, std::move(desired), order);
  }
  void wait(Pointer old, order_t order = seq_cst, site = site::current()) const {
    value_.wait(std::move(old), order);
  }
  void notify_one(site = site::current()) { value_.notify_one(); }
  void notify_all(site = site::current()) { value_.notify_all(); }
  bool is_lock_free() const noexcept { return value_.is_lock_free(); }
  operator Pointer() const { return load(); }
  void operator=(Pointer desired) { store(std::move(desired)); }

 private:
  std::atomic<Pointer> value_;
};

}  // namespace detail

template <class T>
class atomic<shared_ptr<T>> : public detail::atomic_pointer<shared_ptr<T>> {
 public:
  using detail::atomic_pointer<shared_ptr<T>>::atomic_pointer;
  using detail::atomic_pointer<shared_ptr<T>>::operator=;
};

template <class T>
class atomic<weak_ptr<T>> : public detail::atomic_pointer<weak_ptr<T>> {
 public:
  using detail::atomic_pointer<weak_ptr<T>>::atomic_pointer;
  using detail::atomic_pointer<weak_ptr<T>>::operator=;
};

}  // namespace native_backend
}  // namespace suture::sync
