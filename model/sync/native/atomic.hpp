// atomic<T>: std::atomic<T> with a call site on every operation.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "model/sync/native/fence.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace native_backend {

using std::memory_order;
using std::memory_order_acq_rel;
using std::memory_order_acquire;
using std::memory_order_consume;
using std::memory_order_relaxed;
using std::memory_order_release;
using std::memory_order_seq_cst;

// T is trivially copyable and at most sixteen bytes, as in the backends that explore. Any thread
// may call any member at any time; the constructor and the destructor belong to one thread.
template <class T>
class atomic {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= 16);
  static constexpr bool is_integer = std::is_integral_v<T> && !std::is_same_v<T, bool>;
  static constexpr bool is_pointer = std::is_pointer_v<T>;
  static constexpr bool is_floating = std::is_floating_point_v<T>;
  static constexpr bool counts = is_integer || is_pointer;
  using order_t = memory_order;
  static constexpr order_t seq_cst = memory_order_seq_cst;

 public:
  using value_type = T;
  // What fetch_add takes: the type itself, or an element count for pointers.
  using difference_type = std::conditional_t<is_pointer, std::ptrdiff_t, T>;
  static constexpr bool is_always_lock_free = std::atomic<T>::is_always_lock_free;

  atomic(T v = T{}, site = site::current()) noexcept : value_(v) {}  // implicit, as in std
  atomic(const atomic&) = delete;
  // Not of const&: an int would convert to that as well as to located<T>, and `x = 5` be ambiguous.
  atomic& operator=(atomic&) = delete;

  bool is_lock_free() const noexcept { return value_.is_lock_free(); }

  T load(order_t order = seq_cst, site = site::current()) const noexcept {
    return tsan_fences::read(value_, order, [&] { return value_.load(order); });
  }
  void store(T v, order_t order = seq_cst, site = site::current()) noexcept {
    value_.store(v, tsan_fences::write_order(order));
  }
  T exchange(T v, order_t order = seq_cst, site = site::current()) noexcept {
    return modify(order, [&](order_t o) { return value_.exchange(v, o); });
  }

  // On failure `expected` becomes the value found; weak may fail although the values are equal.
  bool compare_exchange_weak(T& expected, T desired, order_t success, order_t failure,
                             site = site::current()) noexcept {
    return modify(success, [&](order_t o) {
      return value_.compare_exchange_weak(expected, desired, o, failure);
    });
  }
  bool compare_exchange_weak(T& expected, T desired, order_t order = seq_cst,
                             site where = site::current()) noexcept {
    return compare_exchange_weak(expected, desired, order, failure_of(order), where);
  }
  bool compare_exchange_strong(T& expected, T desired, order_t success, order_t failure,
                               site = site::current()) noexcept {
    return modify(success, [&](order_t o) {
      return value_.compare_exchange_strong(expected, desired, o, failure);
    });
  }
  bool compare_exchange_strong(T& expected, T desired, order_t order = seq_cst,
                               site where = site::current()) noexcept {
    return compare_exchange_strong(expected, desired, order, failure_of(order), where);
  }

  // Each returns the value before. Integers; fetch_add and fetch_sub also pointers and
  // floating-point numbers.
  T fetch_add(difference_type n, order_t order = seq_cst, site = site::current()) noexcept
      requires(is_integer || is_pointer || is_floating) {
    return modify(order, [&](order_t o) { return value_.fetch_add(n, o); });
  }
  T fetch_sub(difference_type n, order_t order = seq_cst, site = site::current()) noexcept
      requires(is_integer || is_pointer || is_floating) {
    return modify(order, [&](order_t o) { return value_.fetch_sub(n, o); });
  }
  T fetch_and(T v, order_t order = seq_cst, site = site::current()) noexcept requires is_integer {
    return modify(order, [&](order_t o) { return value_.fetch_and(v, o); });
  }
  T fetch_or(T v, order_t order = seq_cst, site = site::current()) noexcept requires is_integer {
    return modify(order, [&](order_t o) { return value_.fetch_or(v, o); });
  }
  T fetch_xor(T v, order_t order = seq_cst, site = site::current()) noexcept requires is_integer {
    return modify(order, [&](order_t o) { return value_.fetch_xor(v, o); });
  }

  // Sleeps while a load with this order gives `old`, until a notification.
  void wait(T old, order_t order = seq_cst, site = site::current()) const noexcept {
    tsan_fences::read(value_, order, [&] { return value_.wait(old, order), 0; });
  }
  void notify_one(site = site::current()) noexcept { value_.notify_one(); }
  void notify_all(site = site::current()) noexcept { value_.notify_all(); }

  // Reference counts: an addition nobody looks at, and a subtraction that only asks whether zero
  // was reached. A backend that explores needs fewer executions for them.
  void add_unread(T n, order_t order = seq_cst,
                  site where = site::current()) noexcept requires is_integer {
    fetch_add(n, order, where);
  }
  bool sub_and_test(T n, order_t order = seq_cst,
                    site where = site::current()) noexcept requires is_integer {
    return fetch_sub(n, order, where) == n;
  }

  operator T() const noexcept { return load(); }
  T operator=(located<T> v) noexcept {
    store(v.value);
    return v.value;
  }
  T operator++() noexcept requires counts { return static_cast<T>(fetch_add(1) + 1); }
  T operator--() noexcept requires counts { return static_cast<T>(fetch_sub(1) - 1); }
  T operator++(int) noexcept requires counts { return fetch_add(1); }
  T operator--(int) noexcept requires counts { return fetch_sub(1); }
  T operator+=(located<difference_type> n) noexcept requires(counts || is_floating) {
    return static_cast<T>(fetch_add(n.value) + n.value);
  }
  T operator-=(located<difference_type> n) noexcept requires(counts || is_floating) {
    return static_cast<T>(fetch_sub(n.value) - n.value);
  }
  T operator&=(located<T> n) noexcept requires is_integer {
    return static_cast<T>(fetch_and(n.value) & n.value);
  }
  T operator|=(located<T> n) noexcept requires is_integer {
    return static_cast<T>(fetch_or(n.value) | n.value);
  }
  T operator^=(located<T> n) noexcept requires is_integer {
    return static_cast<T>(fetch_xor(n.value) ^ n.value);
  }

  // The same place accessed plainly, as `*(T*)&x` in C: by whoever alone has the object, or holds
  // the lock that all who write to it hold. ThreadSanitizer sees the races.
  class plain_place {
   public:
    T get(site = site::current()) const noexcept {
      T v;
      std::memcpy(static_cast<void*>(&v), static_cast<const void*>(&value_), sizeof(T));
      return v;
    }
    void set(T v, site = site::current()) noexcept {
      std::memcpy(static_cast<void*>(&value_), static_cast<const void*>(&v), sizeof(T));
    }
    operator T() const noexcept { return get(); }
    plain_place& operator=(located<T> v) noexcept {
      set(v.value);
      return *this;
    }

   private:
    friend atomic;
    explicit plain_place(std::atomic<T>& value) : value_(value) {}
    std::atomic<T>& value_;
  };
  plain_place plain() noexcept { return plain_place(value_); }
  const plain_place plain() const noexcept {
    return plain_place(const_cast<std::atomic<T>&>(value_));
  }

  // The std::atomic inside; for this backend's own use (futex.hpp).
  const std::atomic<T>& native() const noexcept { return value_; }

 private:
  // The strongest order a failed exchange may have beside this one: it writes nothing.
  static constexpr order_t failure_of(order_t order) noexcept {
    if (order == memory_order_acq_rel) return memory_order_acquire;
    if (order == memory_order_release) return memory_order_relaxed;
    return order;
  }
  template <class Operation>
  auto modify(order_t order, Operation operation) noexcept {
    const order_t stronger = tsan_fences::write_order(order);
    return tsan_fences::read(value_, order, [&] { return operation(stronger); });
  }

  std::atomic<T> value_;
};

}  // namespace native_backend
}  // namespace suture::sync
