// atomic<T> over rl::atomic, and fence over rl::atomic_thread_fence.
#pragma once

#include <atomic>
#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "model/sync/relacy/execution.hpp"
#include "model/sync/relacy/forget.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace relacy_backend {

using std::memory_order;
using std::memory_order_acq_rel;
using std::memory_order_acquire;
using std::memory_order_consume;
using std::memory_order_relaxed;
using std::memory_order_release;
using std::memory_order_seq_cst;

namespace detail {

constexpr rl::memory_order rl_order(memory_order order) {
  switch (order) {
    case memory_order_relaxed:
      return rl::mo_relaxed;
    case memory_order_consume:
      return rl::mo_consume;
    case memory_order_acquire:
      return rl::mo_acquire;
    case memory_order_release:
      return rl::mo_release;
    case memory_order_acq_rel:
      return rl::mo_acq_rel;
    default:
      return rl::mo_seq_cst;
  }
}

// Relacy insists, as C++11 did, that failure is no stronger than success. Where it is, success is
// made as strong; that hides a bug only in code that relies on a difference nobody relies on.
constexpr memory_order success_order(memory_order success, memory_order failure) {
  if (failure == memory_order_seq_cst) return memory_order_seq_cst;
  if (failure != memory_order_acquire && failure != memory_order_consume) return success;
  if (success == memory_order_release) return memory_order_acq_rel;
  return success == memory_order_relaxed ? failure : success;
}

constexpr memory_order failure_order(memory_order order) {
  if (order == memory_order_acq_rel) return memory_order_acquire;
  return order == memory_order_release ? memory_order_relaxed : order;
}

// The unsigned integer a T travels as: Relacy prints what it holds and adds with plain `+`, which
// a struct, an enum or a signed integer near its limit would not take well.
template <std::size_t Bytes>
using bits_of_size = std::conditional_t<
    Bytes == 1, std::uint8_t,
    std::conditional_t<Bytes == 2, std::uint16_t,
                       std::conditional_t<Bytes <= 4, std::uint32_t, std::uint64_t>>>;

// What an exception must not leave; this backend does not tell where one does.
template <class Call>
void must_not_throw(const char*, site, Call call) {
  call();
}

}  // namespace detail

// T is trivially copyable and at most eight bytes. Made and used inside of a body only. A load that
// nothing orders after the making is a finding (uninitialised).
template <class T>
class atomic {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= 8,
                "Relacy has atomics of up to eight bytes (SUTURE_SYNC_WIDE_ATOMICS is 0)");
  static constexpr bool is_integer = std::is_integral_v<T> && !std::is_same_v<T, bool>;
  static constexpr bool is_pointer = std::is_pointer_v<T>;
  static constexpr bool counts = is_integer || is_pointer;
  using bits = detail::bits_of_size<sizeof(T)>;
  static constexpr memory_order seq_cst = memory_order_seq_cst;

 public:
  using value_type = T;
  using difference_type = std::conditional_t<is_pointer, std::ptrdiff_t, T>;
  static constexpr bool is_always_lock_free = true;

  atomic(T v = T{}, site where = site::current()) {  // implicit, as in std
    // Not a step of the schedule: nobody else can know the object yet.
    rl::preemption_disabler alone(rl::ctx());
    atomic_.store(to_bits(v), rl::mo_relaxed, relacy::info(where));
  }
  atomic(const atomic&) = delete;
  // Not of const&: an int would convert to that as well as to located<T>, and `x = 5` be ambiguous.
  atomic& operator=(atomic&) = delete;

  bool is_lock_free() const noexcept { return true; }

  T load(memory_order order = seq_cst, site where = site::current()) const {
    relacy::operation guard;
    return from_bits(atomic_.load(detail::rl_order(order), relacy::info(where)));
  }
  void store(T v, memory_order order = seq_cst, site where = site::current()) {
    relacy::operation guard;
    atomic_.store(to_bits(v), detail::rl_order(order), relacy::info(where));
  }
  T exchange(T v, memory_order order = seq_cst, site where = site::current()) {
    relacy::operation guard;
    return from_bits(atomic_.exchange(to_bits(v), detail::rl_order(order), relacy::info(where)));
  }

  bool compare_exchange_weak(T& expected, T desired, memory_order success, memory_order failure,
                             site where = site::current()) {
    return compare_exchange<true>(expected, desired, success, failure, where);
  }
  bool compare_exchange_weak(T& expected, T desired, memory_order order = seq_cst,
                             site where = site::current()) {
    return compare_exchange<true>(expected, desired, order, detail::failure_order(order), where);
  }
  bool compare_exchange_strong(T& expected, T desired, memory_order success, memory_order failure,
                               site where = site::current()) {
    return compare_exchange<false>(expected, desired, success, failure, where);
  }
  bool compare_exchange_strong(T& expected, T desired, memory_order order = seq_cst,
                               site where = site::current()) {
    return compare_exchange<false>(expected, desired, order, detail::failure_order(order), where);
  }

  T fetch_add(difference_type n, memory_order order = seq_cst,
              site where = site::current()) requires counts {
    relacy::operation guard;
    return from_bits(atomic_.fetch_add(steps(n), detail::rl_order(order), relacy::info(where)));
  }
  T fetch_sub(difference_type n, memory_order order = seq_cst,
              site where = site::current()) requires counts {
    relacy::operation guard;
    return from_bits(atomic_.fetch_sub(steps(n), detail::rl_order(order), relacy::info(where)));
  }
  T fetch_add(T n, memory_order order = seq_cst,
              site where = site::current()) requires std::is_floating_point_v<T> {
    T old = load(memory_order_relaxed, where);
    while (!compare_exchange_weak(old, old + n, order, memory_order_relaxed, where)) {
    }
    return old;
  }
  T fetch_sub(T n, memory_order order = seq_cst,
              site where = site::current()) requires std::is_floating_point_v<T> {
    return fetch_add(-n, order, where);
  }
  T operator+=(located<T> n) requires std::is_floating_point_v<T> {
    return fetch_add(n.value, seq_cst, n.where) + n.value;
  }
  T operator-=(located<T> n) requires std::is_floating_point_v<T> {
    return fetch_sub(n.value, seq_cst, n.where) - n.value;
  }
  T fetch_and(T v, memory_order order = seq_cst, site where = site::current()) requires is_integer {
    relacy::operation guard;
    return from_bits(atomic_.fetch_and(to_bits(v), detail::rl_order(order), relacy::info(where)));
  }
  T fetch_or(T v, memory_order order = seq_cst, site where = site::current()) requires is_integer {
    relacy::operation guard;
    return from_bits(atomic_.fetch_or(to_bits(v), detail::rl_order(order), relacy::info(where)));
  }
  T fetch_xor(T v, memory_order order = seq_cst, site where = site::current()) requires is_integer {
    relacy::operation guard;
    return from_bits(atomic_.fetch_xor(to_bits(v), detail::rl_order(order), relacy::info(where)));
  }

  // Over the wait set that every rl::atomic carries; see futex.hpp, whose rules hold here too.
  void wait(T old, memory_order order = seq_cst, site where = site::current()) const {
    rl::context& c = rl::ctx();
    auto& queue = const_cast<rl::atomic<bits>&>(atomic_);
    while (to_bits(load(order, where)) == to_bits(old)) {
      relacy::operation guard;
      c.sched();
      if (atomic_.debug_value() != to_bits(old)) {
        // A load may look back for ever in a tree search; an update does not.
        const bits newest = queue.fetch_add(0, detail::rl_order(order), relacy::info(where));
        if (newest != to_bits(old)) return;
        continue;
      }
      relacy::waiting asleep(where, atomic_, to_bits(old));
      detail::forget_on_return forget(c);
      queue.wait(c, false, false, relacy::info(where));
    }
  }
  void notify_one(site where = site::current()) { wake(1, where); }
  void notify_all(site where = site::current()) { wake(relacy::max_threads + 1, where); }

  void add_unread(T n, memory_order order = seq_cst,
                  site where = site::current()) requires is_integer {
    fetch_add(n, order, where);
  }
  bool sub_and_test(T n, memory_order order = seq_cst,
                    site where = site::current()) requires is_integer {
    return fetch_sub(n, order, where) == n;
  }

  operator T() const { return load(seq_cst, {}); }
  T operator=(located<T> v) {
    store(v.value, seq_cst, v.where);
    return v.value;
  }
  T operator++() requires counts { return static_cast<T>(fetch_add(1, seq_cst, {}) + 1); }
  T operator--() requires counts { return static_cast<T>(fetch_sub(1, seq_cst, {}) - 1); }
  T operator++(int) requires counts { return fetch_add(1, seq_cst, {}); }
  T operator--(int) requires counts { return fetch_sub(1, seq_cst, {}); }
  T operator+=(located<difference_type> n) requires counts {
    return static_cast<T>(fetch_add(n.value, seq_cst, n.where) + n.value);
  }
  T operator-=(located<difference_type> n) requires counts {
    return static_cast<T>(fetch_sub(n.value, seq_cst, n.where) - n.value);
  }
  T operator&=(located<T> n) requires is_integer {
    return static_cast<T>(fetch_and(n.value, seq_cst, n.where) & n.value);
  }
  T operator|=(located<T> n) requires is_integer {
    return static_cast<T>(fetch_or(n.value, seq_cst, n.where) | n.value);
  }
  T operator^=(located<T> n) requires is_integer {
    return static_cast<T>(fetch_xor(n.value, seq_cst, n.where) ^ n.value);
  }

  // Plain access to the same place. Relacy knows none: it makes it a relaxed one, so that the
  // values are right where there is no race, and a race is not seen.
  class plain_place {
   public:
    T get(site where = site::current()) const { return atomic_.load(memory_order_relaxed, where); }
    void set(T v, site where = site::current()) { atomic_.store(v, memory_order_relaxed, where); }
    operator T() const { return get({}); }
    plain_place& operator=(located<T> v) {
      set(v.value, v.where);
      return *this;
    }

   private:
    friend atomic;
    explicit plain_place(atomic& a) : atomic_(a) {}
    atomic& atomic_;
  };
  plain_place plain() { return plain_place(*this); }
  const plain_place plain() const { return plain_place(const_cast<atomic&>(*this)); }

  // For this backend's own use (futex.hpp).
  rl::atomic<bits>& relacy_atomic() { return atomic_; }
  const rl::atomic<bits>& relacy_atomic() const { return atomic_; }

 private:
  void wake(unsigned count, site where) {
    relacy::operation guard;
    rl::context& c = rl::ctx();
    detail::forget_on_return forget(c);
    c.sched();
    atomic_.wake(c, static_cast<rl::thread_id_t>(count), relacy::info(where));
  }
  static bits to_bits(T v) {
    bits b{};
    std::memcpy(&b, &v, sizeof(T));
    return b;
  }
  static T from_bits(bits b) {
    T v;
    std::memcpy(static_cast<void*>(&v), &b, sizeof(T));
    return v;
  }
  static bits steps(difference_type n) {
    if constexpr (is_pointer)
      return static_cast<bits>(n) * sizeof(*T{});
    else
      return to_bits(n);
  }
  template <bool Weak>
  bool compare_exchange(T& expected, T desired, memory_order success, memory_order failure,
                        site where) {
    relacy::operation guard;
    bits seen = to_bits(expected);
    const bool done =
        atomic_.compare_exchange(rl::bool_t<Weak>(), seen, to_bits(desired),
                                 detail::rl_order(detail::success_order(success, failure)),
                                 detail::rl_order(failure), relacy::info(where));
    if (!done) expected = from_bits(seen);
    return done;
  }

  rl::atomic<bits> atomic_;
};

inline void fence(memory_order order, site where = site::current()) {
  if (order == memory_order_relaxed) return;  // Relacy takes it for an error; it does nothing
  relacy::operation guard;
  rl::atomic_thread_fence(detail::rl_order(order), relacy::info(where));
}
inline void atomic_thread_fence(memory_order order, site where = site::current()) {
  fence(order, where);
}

}  // namespace relacy_backend
}  // namespace suture::sync
