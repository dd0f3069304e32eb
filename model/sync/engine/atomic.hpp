// std::atomic, whose every access is an event of the run.
#pragma once

#include <cstring>
#include <type_traits>

#include "model/sync/engine/hooks.hpp"
#include "model/sync/engine/padding.hpp"

namespace suture::sync {
inline namespace engine_backend {

using std::memory_order;
using std::memory_order_acq_rel;
using std::memory_order_acquire;
using std::memory_order_consume;
using std::memory_order_relaxed;
using std::memory_order_release;
using std::memory_order_seq_cst;

namespace detail {

// The value as the bits of an event. What is wider than those is kept elsewhere, and the bits are a
// number that equal values share.
template <class T>
std::uint64_t to_bits(T value) {
  clear_padding(value);
  if constexpr (sizeof(T) > sizeof(std::uint64_t)) {
    return hooks::wide_to_bits(&value, sizeof(T));
  } else {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof(T));
    return bits;
  }
}

template <class T>
T from_bits(std::uint64_t bits) {
  T value;
  if constexpr (sizeof(T) > sizeof(std::uint64_t)) {
    hooks::wide_from_bits(bits, &value, sizeof(T));
  } else {
    std::memcpy(static_cast<void*>(&value), &bits, sizeof(T));
  }
  return value;
}

// The failure order that the one-order forms of compare_exchange imply.
constexpr memory_order failure_order(memory_order order) {
  if (order == memory_order_acq_rel) return memory_order_acquire;
  if (order == memory_order_release) return memory_order_relaxed;
  return order;
}

// What fetch_add(1) adds to the representation: for a pointer, the size of what it points to.
template <class T>
struct step {
  using type = T;
  static constexpr std::uint64_t bytes = 1;
};
template <class T>
struct step<T*> {
  using type = std::ptrdiff_t;
  static constexpr std::uint64_t bytes = sizeof(T);
};

}  // namespace detail

// An atomic object of up to sixteen bytes, such as a pointer with a tag. The members are the
// standard's, each with a call site; add_unread and sub_and_test are for refcounts (see below).
// Using an object after its lifetime, or before its making is visible to the thread, is a finding.
template <class T>
class atomic {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= 16,
                "sync::atomic holds trivially copyable types of up to sixteen bytes");
  static constexpr bool integer = std::is_integral_v<T> && !std::is_same_v<T, bool>;
  static constexpr bool counts = integer || std::is_pointer_v<T>;

  static constexpr bool floating = std::is_floating_point_v<T> && sizeof(T) <= 8;

 public:
  using value_type = T;
  using difference_type = typename detail::step<T>::type;
  static constexpr bool is_always_lock_free = sizeof(T) <= sizeof(std::uint64_t);

  atomic(T desired = T{}, site where = site::current()) {  // implicit, as the standard's
    hooks::make_cell(cell_, detail::to_bits(desired), sizeof(T), where,
                     floating ? primitive::floating_atomic : primitive::atomic);
  }
  ~atomic() { hooks::destroy_cell(cell_, {}); }
  atomic(const atomic&) = delete;
  atomic& operator=(atomic&) = delete;  // not const: a temporary made from a T must not fit

  // As common hardware has it.
  bool is_lock_free() const noexcept { return is_always_lock_free; }

  T load(memory_order order = memory_order_seq_cst, site where = site::current()) const {
    return detail::from_bits<T>(hooks::load(cell_, order, where));
  }
  void store(T desired, memory_order order = memory_order_seq_cst, site where = site::current()) {
    hooks::store(cell_, detail::to_bits(desired), order, where);
  }
  T exchange(T desired, memory_order order = memory_order_seq_cst, site where = site::current()) {
    return update(rmw_op::exchange, detail::to_bits(desired), order, where);
  }

  bool compare_exchange_weak(T& expected, T desired, memory_order success, memory_order failure,
                             site where = site::current()) {
    return compare_exchange(expected, desired, success, failure, true, where);
  }
  bool compare_exchange_weak(T& expected, T desired, memory_order order = memory_order_seq_cst,
                             site where = site::current()) {
    return compare_exchange(expected, desired, order, detail::failure_order(order), true, where);
  }
  bool compare_exchange_strong(T& expected, T desired, memory_order success, memory_order failure,
                               site where = site::current()) {
    return compare_exchange(expected, desired, success, failure, false, where);
  }
  bool compare_exchange_strong(T& expected, T desired, memory_order order = memory_order_seq_cst,
                               site where = site::current()) {
    return compare_exchange(expected, desired, order, detail::failure_order(order), false, where);
  }

  T fetch_add(difference_type n, memory_order order = memory_order_seq_cst,
              site where = site::current()) requires counts {
    return update(rmw_op::add, detail::step<T>::bytes * widen(n), order, where);
  }
  T fetch_sub(difference_type n, memory_order order = memory_order_seq_cst,
              site where = site::current()) requires counts {
    return update(rmw_op::sub, detail::step<T>::bytes * widen(n), order, where);
  }
  T fetch_add(T n, memory_order order = memory_order_seq_cst,
              site where = site::current()) requires floating {
    return update(rmw_op::add_floating, detail::to_bits(n), order, where);
  }
  T fetch_sub(T n, memory_order order = memory_order_seq_cst,
              site where = site::current()) requires floating {
    return update(rmw_op::add_floating, detail::to_bits(-n), order, where);
  }
  T fetch_and(T n, memory_order order = memory_order_seq_cst,
              site where = site::current()) requires integer {
    return update(rmw_op::bit_and, detail::to_bits(n), order, where);
  }
  T fetch_or(T n, memory_order order = memory_order_seq_cst,
             site where = site::current()) requires integer {
    return update(rmw_op::bit_or, detail::to_bits(n), order, where);
  }
  T fetch_xor(T n, memory_order order = memory_order_seq_cst,
              site where = site::current()) requires integer {
    return update(rmw_op::bit_xor, detail::to_bits(n), order, where);
  }

  // Sleeps while a load with this order gives `old`, until a notification. One that comes after the
  // value has changed and is never made is a lost wake-up. A notification orders nothing; what the
  // load reads does, by its order.
  void wait(T old, memory_order order = memory_order_seq_cst, site where = site::current()) const {
    hooks::atomic_wait(cell_, detail::to_bits(old), order, where);
  }
  // Wakes one of those who wait, whichever, or all of them.
  void notify_one(site where = site::current()) { hooks::atomic_notify(cell_, false, where); }
  void notify_all(site where = site::current()) { hooks::atomic_notify(cell_, true, where); }

  // For a refcount: a change whose result nobody looks at but to see whether it reached zero.
  // Saying so lets the search treat changes as commuting, which fetch_add cannot.
  void add_unread(T n, memory_order order = memory_order_seq_cst,
                  site where = site::current()) requires integer {
    hooks::add_unread(cell_, detail::to_bits(n), order, where);
  }
  bool sub_and_test(T n, memory_order order = memory_order_seq_cst,
                    site where = site::current()) requires integer {
    return hooks::sub_and_test(cell_, detail::to_bits(n), order, where);
  }

  operator T() const { return load(memory_order_seq_cst, hooks::nearest(cell_)); }
  T operator=(located<T> desired) {
    store(desired.value, memory_order_seq_cst, desired.where);
    return desired.value;
  }
  // Not members, so that the operand can carry its line.
  friend T operator++(here<atomic> a) requires counts { return sum(add_to(a, 1), 1); }
  friend T operator++(here<atomic> a, int) requires counts { return add_to(a, 1); }
  friend T operator--(here<atomic> a) requires counts { return sum(add_to(a, -1), -1); }
  friend T operator--(here<atomic> a, int) requires counts { return add_to(a, -1); }
  T operator+=(located<difference_type> n) requires counts {
    return sum(fetch_add(n.value, memory_order_seq_cst, n.where), n.value);
  }
  T operator-=(located<difference_type> n) requires counts {
    const T old = fetch_sub(n.value, memory_order_seq_cst, n.where);
    return detail::from_bits<T>(detail::to_bits(old) - detail::step<T>::bytes * widen(n.value));
  }
  T operator&=(located<T> n) requires integer {
    return static_cast<T>(fetch_and(n.value, memory_order_seq_cst, n.where) & n.value);
  }
  T operator|=(located<T> n) requires integer {
    return static_cast<T>(fetch_or(n.value, memory_order_seq_cst, n.where) | n.value);
  }
  T operator^=(located<T> n) requires integer {
    return static_cast<T>(fetch_xor(n.value, memory_order_seq_cst, n.where) ^ n.value);
  }

  // The same place accessed plainly, as `*(T*)&x` in C: without synchronisation, for whoever alone
  // has the object or holds the lock that all who write to it hold. A plain access and another that
  // nothing orders are a race, unless both only read. A plain read sees the last write that happens
  // before it.
  class plain_place {
   public:
    T get(site where = site::current()) const {
      return detail::from_bits<T>(hooks::plain_load(cell_, where));
    }
    void set(T value, site where = site::current()) {
      hooks::plain_store(cell_, detail::to_bits(value), where);
    }
    operator T() const { return get(hooks::nearest(cell_)); }
    plain_place& operator=(located<T> value) {
      set(value.value, value.where);
      return *this;
    }

   private:
    friend atomic;
    explicit plain_place(hooks::cell& c) : cell_(c) {}
    plain_place(const plain_place&) = default;
    hooks::cell& cell_;
  };
  plain_place plain() { return plain_place(cell_); }
  const plain_place plain() const { return plain_place(const_cast<hooks::cell&>(cell_)); }

  T operator+=(located<T> n) requires floating {
    return fetch_add(n.value, memory_order_seq_cst, n.where) + n.value;
  }
  T operator-=(located<T> n) requires floating {
    return fetch_sub(n.value, memory_order_seq_cst, n.where) - n.value;
  }

  hooks::cell& engine_cell() { return cell_; }
  const hooks::cell& engine_cell() const { return cell_; }

 private:
  static T add_to(here<atomic> a, difference_type n) requires counts {
    return a.object.fetch_add(n, memory_order_seq_cst, a.where);
  }
  static T sum(T old, difference_type n) requires counts {
    return detail::from_bits<T>(detail::to_bits(old) + detail::step<T>::bytes * widen(n));
  }
  static std::uint64_t widen(difference_type n) {
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(n));
  }
  T update(rmw_op op, std::uint64_t operand, memory_order order, site where) {
    return detail::from_bits<T>(hooks::update(cell_, op, operand, order, where));
  }
  bool compare_exchange(T& expected, T desired, memory_order success, memory_order failure,
                        bool weak, site where) {
    std::uint64_t bits = detail::to_bits(expected);
    const bool done = hooks::compare_exchange(cell_, bits, detail::to_bits(desired), success,
                                              failure, weak, where);
    if (!done) expected = detail::from_bits<T>(bits);
    return done;
  }

  hooks::cell cell_;
};

inline void fence(memory_order order, site where = site::current()) { hooks::fence(order, where); }
inline void atomic_thread_fence(memory_order order, site where = site::current()) {
  hooks::fence(order, where);
}

// An asymmetric fence (WG21 P1202; Linux: membarrier). A heavy fence is as a seq_cst fence, to
// every light fence of another thread too; a light one costs nothing, and is nothing to all but
// heavy ones. Two light fences order nothing between their threads.
inline void asymmetric_thread_fence_heavy(site where = site::current()) {
  hooks::fence(memory_order_seq_cst, where, fence_side::heavy);
}
inline void asymmetric_thread_fence_light(site where = site::current()) {
  hooks::fence(memory_order_seq_cst, where, fence_side::light);
}

}  // namespace engine_backend
}  // namespace suture::sync
