// Every name that atomics have, used once: the same source for each backend.
#pragma once

#include <cstdint>

#include "model/sync/sync.hpp"

namespace face {
inline namespace SUTURE_BACKEND_NAMESPACE {

enum class colour : std::uint8_t { red, green };

struct alignas(4) pair {  // as large as aligned, or clang wants libatomic of std::atomic
  std::int16_t first = 0;
  std::int16_t second = 0;
};

inline void use_atomics() {
  sync::atomic<int> n{3};
  n = 5;
  sync::check(n == 5 && n.exchange(6) == 5, "store, load, exchange");
  sync::check(++n == 7 && n++ == 7 && --n == 7 && n-- == 7, "increments");
  sync::check((n += 4) == 10 && (n -= 1) == 9, "additions");
  sync::check(n.fetch_and(8) == 9 && n.fetch_or(3) == 8 && n.fetch_xor(1) == 11, "bits");
  n.add_unread(1, sync::memory_order_relaxed);
  sync::check(!n.sub_and_test(1) && n.sub_and_test(10, std::memory_order_acq_rel), "refcount");

  int expected = 1;
  sync::check(!n.compare_exchange_strong(expected, 2) && expected == 0, "exchange refused");
  while (
      !n.compare_exchange_weak(expected, 2, std::memory_order_release, std::memory_order_acquire)) {
  }
  sync::check(n.load(std::memory_order_acquire) == 2, "exchange done");

  int row[4] = {};
  sync::atomic<int*> cursor{row};
  sync::check(cursor.fetch_add(3) == row && cursor.fetch_sub(1) == row + 3, "pointer steps");
  sync::check(cursor == row + 2, "pointer value");

  sync::atomic<bool> flag;
  flag = true;
  sync::atomic<colour> paint{colour::green};
  sync::atomic<pair> both{pair{1, -1}};
  sync::atomic<std::uint8_t> small{255};
  sync::check(flag && paint.load() == colour::green && both.load().second == -1, "other types");
  sync::check(++small == 0, "wraps");
  sync::atomic_flag raised;
  sync::check(!raised.test() && !raised.test_and_set() && raised.test_and_set(), "flag set");
  raised.wait(false);
  raised.clear(std::memory_order_release);
  sync::check(!raised.test(std::memory_order_acquire), "flag cleared");
  sync::fence(std::memory_order_seq_cst);
  sync::atomic_thread_fence(std::memory_order_acquire);
}

inline void use_atomics_by_functions() {
  sync::atomic_int n{3};
  sync::check(sync::atomic_is_lock_free(&n) == n.is_lock_free(), "lock-free or not");
  sync::check(sync::atomic_int::is_always_lock_free, "an int is");
  sync::atomic_store(&n, 4);
  sync::atomic_store_explicit(&n, 5, std::memory_order_release);
  sync::check(sync::atomic_load(&n) == 5 && sync::atomic_exchange(&n, 6) == 5, "load, exchange");
  sync::check(sync::atomic_exchange_explicit(&n, 7, std::memory_order_acq_rel) == 6, "exchange");
  sync::check(sync::atomic_load_explicit(&n, std::memory_order_acquire) == 7, "load");
  int seen = 0;
  sync::check(!sync::atomic_compare_exchange_strong(&n, &seen, 8) && seen == 7, "another one");
  while (!sync::atomic_compare_exchange_weak(&n, &seen, 8)) {
  }
  sync::check(sync::atomic_compare_exchange_strong_explicit(
                  &n, &(seen = 8), 9, std::memory_order_acq_rel, std::memory_order_relaxed),
              "the same one");
  while (!sync::atomic_compare_exchange_weak_explicit(&n, &(seen = 9), 1, std::memory_order_release,
                                                      std::memory_order_relaxed)) {
  }
  sync::check(sync::atomic_fetch_add(&n, 6) == 1 && sync::atomic_fetch_sub(&n, 1) == 7, "steps");
  sync::check(sync::atomic_fetch_and(&n, 4) == 6 && sync::atomic_fetch_or(&n, 3) == 4, "bits");
  sync::check(sync::atomic_fetch_xor(&n, 1) == 7 && n == 6, "more bits");
  const auto relaxed = std::memory_order_relaxed;
  sync::atomic_fetch_add_explicit(&n, 1, relaxed);
  sync::atomic_fetch_sub_explicit(&n, 2, relaxed);
  sync::atomic_fetch_and_explicit(&n, 7, relaxed);
  sync::atomic_fetch_or_explicit(&n, 8, relaxed);
  sync::atomic_fetch_xor_explicit(&n, 1, relaxed);
  sync::check(n == 12, "with orders");
  sync::atomic_wait(&n, 1);
  sync::atomic_wait_explicit(&n, 1, std::memory_order_acquire);
  sync::atomic_notify_one(&n);
  sync::atomic_notify_all(&n);

  sync::atomic_flag raised;
  sync::check(!sync::atomic_flag_test(&raised) && !sync::atomic_flag_test_and_set(&raised), "set");
  sync::check(sync::atomic_flag_test_and_set_explicit(&raised, relaxed), "set before");
  sync::atomic_flag_wait(&raised, false);
  sync::atomic_flag_wait_explicit(&raised, false, std::memory_order_acquire);
  sync::atomic_flag_notify_one(&raised);
  sync::atomic_flag_notify_all(&raised);
  sync::atomic_flag_clear(&raised);
  sync::atomic_flag_clear_explicit(&raised, std::memory_order_release);
  sync::check(!sync::atomic_flag_test_explicit(&raised, std::memory_order_acquire), "cleared");
  sync::atomic_signal_fence(std::memory_order_seq_cst);

  int row[4] = {};
  sync::atomic<int*> at{row};
  sync::check(++at == row + 1 && at++ == row + 1 && --at == row + 1 && at-- == row + 1, "pointer");
  sync::check((at += 3) == row + 3 && (at -= 2) == row + 1, "more pointer steps");
  sync::check(sync::atomic_fetch_add(&at, 2) == row + 1 && at == row + 3, "by a function");
}

#if !defined(SUTURE_BACKEND_RELACY)
inline void use_references() {
  sync::var<int> plain(3);
  const sync::atomic_ref n(plain);
  static_assert(sync::atomic_ref<int>::is_always_lock_free);
  static_assert(sync::atomic_ref<int>::required_alignment == alignof(int));
  sync::check(n.is_lock_free() && n == 3, "referred to");
  sync::check((n = 5) == 5 && n.load() == 5 && n.exchange(6) == 5, "store, load, exchange");
  sync::check(++n == 7 && n++ == 7 && --n == 7 && n-- == 7, "increments");
  sync::check((n += 4) == 10 && (n -= 1) == 9, "additions");
  sync::check((n &= 8) == 8 && (n |= 3) == 11 && (n ^= 1) == 10, "bits");
  sync::check(n.fetch_add(1) == 10 && n.fetch_sub(2) == 11 && n.fetch_and(8) == 9, "fetched");
  sync::check(n.fetch_or(1) == 8 && n.fetch_xor(8) == 9, "fetched bits");
  int seen = 0;
  sync::check(!n.compare_exchange_strong(seen, 2) && seen == 1, "another one");
  while (!n.compare_exchange_weak(seen, 2)) {
  }
  n.wait(1);
  n.notify_one();
  n.notify_all();
  sync::check(plain == 2, "and changed");

  sync::var<double> real(0.5);
  const sync::atomic_ref x(real);
  sync::check(x.fetch_add(1.0) == 0.5 && x.fetch_sub(0.25) == 1.5, "floating point");
  sync::check((x += 0.75) == 2.0 && (x -= 3.0) == -1.0 && x == -1.0, "and its operators");

  int row[4] = {};
  sync::var<int*> cursor(row);
  const sync::atomic_ref at(cursor);
  sync::check(++at == row + 1 && at++ == row + 1 && (at += 1) == row + 3, "pointer");
  sync::check(--at == row + 2 && at-- == row + 2 && (at -= 1) == row, "and back");
}
#endif

struct tagged {
  const void* to = nullptr;
  std::uint64_t tag = 0;
  bool operator==(const tagged&) const = default;
};

inline void use_odd_atomics() {
  sync::atomic<double> sum{0.5};
  sync::check(sum.fetch_add(1.0) == 0.5 && sum.fetch_sub(0.25) == 1.5, "floating point");
  sync::check((sum += 0.75) == 2.0 && (sum -= 3.0) == -1.0 && sum == -1.0, "and its operators");
  sync::atomic<float> small{1.5F};
  sync::check(small.fetch_add(-2.0F) == 1.5F && small == -0.5F, "float");
#if SUTURE_SYNC_ASYMMETRIC_FENCES
  sync::asymmetric_thread_fence_light();
  sync::asymmetric_thread_fence_heavy();
#endif
#if SUTURE_SYNC_WIDE_ATOMICS
  sync::atomic<tagged> head{tagged{&sum, 1}};
  tagged seen = head.exchange(tagged{&small, 2});
  sync::check(seen == tagged{&sum, 1}, "a wide value");
  sync::check(!head.compare_exchange_strong(seen, tagged{}), "another one");
  sync::check(seen == tagged{&small, 2}, "is told");
  sync::check(head.compare_exchange_strong(seen, tagged{nullptr, 3}), "the same one");
  head.wait(seen);
  sync::check(head.load().tag == 3, "stored");
#endif
}

// Plain access to an atomic's place, and the operators that carry their line.
inline void use_atomics_plainly() {
  sync::atomic<int> n{1};
  n.plain().set(6);
  n |= 1;
  n &= 5;
  n ^= 4;
  const auto& seen = n;
  sync::check(seen.plain().get() == 1 && n.load() == 1, "both see both");
  n.plain() = 3;
  const int value = n.plain();
  sync::check(n++ == 3 && --n == value, "the same place");
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace face
