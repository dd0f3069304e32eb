// std::atomic_ref over plain data that the engine watches.
#pragma once

#include "model/sync/engine/atomic.hpp"
#include "model/sync/engine/var.hpp"

namespace suture::sync {
inline namespace engine_backend {

// Atomic accesses to a sync::var (C++20 [atomics.ref.generic]). The referent must be one: of other
// memory the engine knows neither when it begins nor who else reads it. While references are in
// use, get and set of the var race with every atomic access that nothing orders, unless both only
// read; a get sees the last write that happens before it. The var must outlive every access.
// Referring is no access: nothing happens before the first operation.
template <class T>
class atomic_ref {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= 8,
                "sync::atomic_ref refers to trivially copyable types of up to eight bytes");
  static constexpr bool integer = std::is_integral_v<T> && !std::is_same_v<T, bool>;
  static constexpr bool counts = integer || std::is_pointer_v<T>;
  static constexpr bool floating = std::is_floating_point_v<T>;

 public:
  using value_type = T;
  using difference_type = typename detail::step<T>::type;
  static constexpr bool is_always_lock_free = true;
  static constexpr std::size_t required_alignment = sizeof(T);

  explicit atomic_ref(var<T>& referent) : referent_(&referent) {}
  atomic_ref(const atomic_ref&) = default;
  atomic_ref& operator=(const atomic_ref&) = delete;

  bool is_lock_free() const noexcept { return true; }

  T load(memory_order order = memory_order_seq_cst, site where = site::current()) const {
    return detail::from_bits<T>(hooks::load(cell(where), order, where));
  }
  void store(T desired, memory_order order = memory_order_seq_cst,
             site where = site::current()) const {
    hooks::store(cell(where), detail::to_bits(desired), order, where);
  }
  T exchange(T desired, memory_order order = memory_order_seq_cst,
             site where = site::current()) const {
    return update(rmw_op::exchange, detail::to_bits(desired), order, where);
  }

  bool compare_exchange_weak(T& expected, T desired, memory_order success, memory_order failure,
                             site where = site::current()) const {
    return compare_exchange(expected, desired, success, failure, true, where);
  }
  bool compare_exchange_weak(T& expected, T desired, memory_order order = memory_order_seq_cst,
                             site where = site::current()) const {
    return compare_exchange(expected, desired, order, detail::failure_order(order), true, where);
  }
  bool compare_exchange_strong(T& expected, T desired, memory_order success, memory_order failure,
                               site where = site::current()) const {
    return compare_exchange(expected, desired, success, failure, false, where);
  }
  bool compare_exchange_strong(T& expected, T desired, memory_order order = memory_order_seq_cst,
                               site where = site::current()) const {
    return compare_exchange(expected, desired, order, detail::failure_order(order), false, where);
  }

  T fetch_add(difference_type n, memory_order order = memory_order_seq_cst,
              site where = site::current()) const requires counts {
    return update(rmw_op::add, steps(n), order, where);
  }
  T fetch_sub(difference_type n, memory_order order = memory_order_seq_cst,
              site where = site::current()) const requires counts {
    return update(rmw_op::sub, steps(n), order, where);
  }
  T fetch_and(T n, memory_order order = memory_order_seq_cst,
              site where = site::current()) const requires integer {
    return update(rmw_op::bit_and, detail::to_bits(n), order, where);
  }
  T fetch_or(T n, memory_order order = memory_order_seq_cst,
             site where = site::current()) const requires integer {
    return update(rmw_op::bit_or, detail::to_bits(n), order, where);
  }
  T fetch_xor(T n, memory_order order = memory_order_seq_cst,
              site where = site::current()) const requires integer {
    return update(rmw_op::bit_xor, detail::to_bits(n), order, where);
  }

  T fetch_add(T n, memory_order order = memory_order_seq_cst,
              site where = site::current()) const requires floating {
    return update(rmw_op::add_floating, detail::to_bits(n), order, where);
  }
  T fetch_sub(T n, memory_order order = memory_order_seq_cst,
              site where = site::current()) const requires floating {
    return update(rmw_op::add_floating, detail::to_bits(-n), order, where);
  }

  // See atomic::wait.
  void wait(T old, memory_order order = memory_order_seq_cst, site where = site::current()) const {
    hooks::atomic_wait(cell(where), detail::to_bits(old), order, where);
  }
  void notify_one(site where = site::current()) const {
    hooks::atomic_notify(cell(where), false, where);
  }
  void notify_all(site where = site::current()) const {
    hooks::atomic_notify(cell(where), true, where);
  }

  T operator=(located<T> desired) const {
    store(desired.value, memory_order_seq_cst, desired.where);
    return desired.value;
  }
  operator T() const { return load(memory_order_seq_cst, referent_->nearest()); }
  T operator+=(located<difference_type> n) const requires(counts || floating) {
    if constexpr (floating) {
      return fetch_add(n.value, memory_order_seq_cst, n.where) + n.value;
    } else {
      return moved(fetch_add(n.value, memory_order_seq_cst, n.where), steps(n.value));
    }
  }
  T operator-=(located<difference_type> n) const requires(counts || floating) {
    if constexpr (floating) {
      return fetch_sub(n.value, memory_order_seq_cst, n.where) - n.value;
    } else {
      return moved(fetch_sub(n.value, memory_order_seq_cst, n.where), 0 - steps(n.value));
    }
  }
  T operator&=(located<T> n) const requires integer {
    return static_cast<T>(fetch_and(n.value, memory_order_seq_cst, n.where) & n.value);
  }
  T operator|=(located<T> n) const requires integer {
    return static_cast<T>(fetch_or(n.value, memory_order_seq_cst, n.where) | n.value);
  }
  T operator^=(located<T> n) const requires integer {
    return static_cast<T>(fetch_xor(n.value, memory_order_seq_cst, n.where) ^ n.value);
  }
  T operator++() const requires counts { return *this += located<difference_type>(1, nowhere()); }
  T operator--() const requires counts { return *this -= located<difference_type>(1, nowhere()); }
  T operator++(int) const requires counts { return fetch_add(1, memory_order_seq_cst, nowhere()); }
  T operator--(int) const requires counts { return fetch_sub(1, memory_order_seq_cst, nowhere()); }

 private:
  hooks::cell& cell(site where) const { return referent_->engine_cell(where); }
  site nowhere() const { return referent_->nearest(); }
  static T moved(T from, std::uint64_t by) {
    return detail::from_bits<T>(detail::to_bits(from) + by);
  }
  static std::uint64_t steps(difference_type n) {
    return detail::step<T>::bytes * static_cast<std::uint64_t>(static_cast<std::int64_t>(n));
  }
  T update(rmw_op op, std::uint64_t operand, memory_order order, site where) const {
    return detail::from_bits<T>(hooks::update(cell(where), op, operand, order, where));
  }
  bool compare_exchange(T& expected, T desired, memory_order success, memory_order failure,
                        bool weak, site where) const {
    std::uint64_t bits = detail::to_bits(expected);
    const bool done = hooks::compare_exchange(cell(where), bits, detail::to_bits(desired), success,
                                              failure, weak, where);
    if (!done) expected = detail::from_bits<T>(bits);
    return done;
  }

  var<T>* referent_;
};

}  // namespace engine_backend
}  // namespace suture::sync
