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
  static constexpr bool counts = is_integer || std::is_pointer_v<T>;
  using difference = std::conditional_t<std::is_pointer_v<T>, std::ptrdiff_t, T>;
  static constexpr memory_order seq_cst = memory_order_seq_cst;

 public:
  using value_type = T;

  explicit atomic_ref(var<T>& referent) noexcept : value_(referent.native()) {}
  atomic_ref(const atomic_ref&) = default;
  atomic_ref& operator=(const atomic_ref&) = delete;

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
  T fetch_add(difference n, memory_order o = seq_cst,
              site = site::current()) const noexcept requires counts {
    return value_.fetch_add(n, o);
  }
  T fetch_sub(difference n, memory_order o = seq_cst,
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
  T operator=(located<T> v) const noexcept {
    store(v.value);
    return v.value;
  }

 private:
  std::atomic_ref<T> value_;
};

}  // namespace native_backend
}  // namespace suture::sync
