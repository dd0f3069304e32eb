// atomic_ref<T>: std::atomic_ref over the T that a var is.
#pragma once

#include <atomic>
#include <cstddef>
#include <type_traits>

#include "model/sync/native/atomic.hpp"
#include "model/sync/native/var.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

// The members are the standard's, each with a call site; see model/sync/engine/atomic_ref.hpp.
template <class T>
class atomic_ref {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= 8);
  static constexpr bool is_integer = std::is_integral_v<T> && !std::is_same_v<T, bool>;
  static constexpr bool counts = is_integer || std::is_pointer_v<T> || std::is_floating_point_v<T>;
  static constexpr bool steps = is_integer || std::is_pointer_v<T>;
  static constexpr memory_order seq_cst = memory_order_seq_cst;

 public:
  using value_type = T;
  using difference_type = std::conditional_t<std::is_pointer_v<T>, std::ptrdiff_t, T>;
  static constexpr bool is_always_lock_free = std::atomic_ref<T>::is_always_lock_free;
  static constexpr std::size_t required_alignment = std::atomic_ref<T>::required_alignment;

  explicit atomic_ref(var<T>& referent) noexcept : value_(referent.native()) {}
  atomic_ref(const atomic_ref&) = default;
  atomic_ref& operator=(const atomic_ref&) = delete;

  bool is_lock_free() const noexcept { return value_.is_lock_free(); }

  T load(memory_order o = seq_cst, site = site::current()) const noexcept { return value_.load(o); }
  void store(T v, memory_order o = seq_cst, site = site::current()) const noexcept {
    value_.store(v, o);
  }
  T exchange(T v, memory_order o = seq_cst, site = site::current()) const noexcept {
    return value_.exchange(v, o);
  }
  bool compare_exchange_weak(T& expected, T desired, memory_order success, memory_order failure,
                             site = site::current()) const noexcept {
    return value_.compare_exchange_weak(expected, desired, success, failure);
  }
  bool compare_exchange_weak(T& expected, T desired, memory_order o = seq_cst,
                             site = site::current()) const noexcept {
    return value_.compare_exchange_weak(expected, desired, o);
  }
  bool compare_exchange_strong(T& expected, T desired, memory_order success, memory_order failure,
                               site = site::current()) const noexcept {
    return value_.compare_exchange_strong(expected, desired, success, failure);
  }
  bool compare_exchange_strong(T& expected, T desired, memory_order o = seq_cst,
                               site = site::current()) const noexcept {
    return value_.compare_exchange_strong(expected, desired, o);
  }
  T fetch_add(difference_type n, memory_order o = seq_cst,
              site = site::current()) const noexcept requires counts {
    return value_.fetch_add(n, o);
  }
  T fetch_sub(difference_type n, memory_order o = seq_cst,
              site = site::current()) const noexcept requires counts {
    return value_.fetch_sub(n, o);
  }
  T fetch_and(T n, memory_order o = seq_cst,
              site = site::current()) const noexcept requires is_integer {
    return value_.fetch_and(n, o);
  }
  T fetch_or(T n, memory_order o = seq_cst,
             site = site::current()) const noexcept requires is_integer {
    return value_.fetch_or(n, o);
  }
  T fetch_xor(T n, memory_order o = seq_cst,
              site = site::current()) const noexcept requires is_integer {
    return value_.fetch_xor(n, o);
  }
  void wait(T old, memory_order o = seq_cst, site = site::current()) const noexcept {
    value_.wait(old, o);
  }
  void notify_one(site = site::current()) const noexcept { value_.notify_one(); }
  void notify_all(site = site::current()) const noexcept { value_.notify_all(); }

  T operator=(located<T> v) const noexcept {
    store(v.value);
    return v.value;
  }
  operator T() const noexcept { return load(); }
  T operator+=(located<difference_type> n) const noexcept requires counts {
    return value_ += n.value;
  }
  T operator-=(located<difference_type> n) const noexcept requires counts {
    return value_ -= n.value;
  }
  T operator&=(located<T> n) const noexcept requires is_integer { return value_ &= n.value; }
  T operator|=(located<T> n) const noexcept requires is_integer { return value_ |= n.value; }
  T operator^=(located<T> n) const noexcept requires is_integer { return value_ ^= n.value; }
  T operator++() const noexcept requires steps { return ++value_; }
  T operator--() const noexcept requires steps { return --value_; }
  T operator++(int) const noexcept requires steps { return value_++; }
  T operator--(int) const noexcept requires steps { return value_--; }

 private:
  std::atomic_ref<T> value_;
};

}  // namespace native_backend
}  // namespace suture::sync
