// The free functions and names of <atomic> ([atomics.nonmembers], [atomics.alias]), over the
// members.
//
// The same for every backend (see sync.hpp), for them to include behind their own atomic. Where the
// type of a value cannot be told from it (`atomic_store(&n, 1)`), that of the atomic counts.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "model/sync/shared/atomic_flag.hpp"
#include "model/sync/site.hpp"

namespace suture::sync {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class T>
bool atomic_is_lock_free(const atomic<T>* a) noexcept {
  return a->is_lock_free();
}
template <class T>
T atomic_load(const atomic<T>* a, site where = site::current()) {
  return a->load(std::memory_order_seq_cst, where);
}
template <class T>
T atomic_load_explicit(const atomic<T>* a, std::memory_order order, site where = site::current()) {
  return a->load(order, where);
}
template <class T>
void atomic_store(atomic<T>* a, std::type_identity_t<T> v, site where = site::current()) {
  a->store(std::move(v), std::memory_order_seq_cst, where);
}
template <class T>
void atomic_store_explicit(atomic<T>* a, std::type_identity_t<T> v, std::memory_order order,
                           site where = site::current()) {
  a->store(std::move(v), order, where);
}
template <class T>
T atomic_exchange(atomic<T>* a, std::type_identity_t<T> v, site where = site::current()) {
  return a->exchange(std::move(v), std::memory_order_seq_cst, where);
}
template <class T>
T atomic_exchange_explicit(atomic<T>* a, std::type_identity_t<T> v, std::memory_order order,
                           site where = site::current()) {
  return a->exchange(std::move(v), order, where);
}
template <class T>
bool atomic_compare_exchange_weak(atomic<T>* a, std::type_identity_t<T>* expected,
                                  std::type_identity_t<T> v, site where = site::current()) {
  return a->compare_exchange_weak(*expected, std::move(v), std::memory_order_seq_cst,
                                  std::memory_order_seq_cst, where);
}
template <class T>
bool atomic_compare_exchange_weak_explicit(atomic<T>* a, std::type_identity_t<T>* expected,
                                           std::type_identity_t<T> v, std::memory_order success,
                                           std::memory_order failure,
                                           site where = site::current()) {
  return a->compare_exchange_weak(*expected, std::move(v), success, failure, where);
}
template <class T>
bool atomic_compare_exchange_strong(atomic<T>* a, std::type_identity_t<T>* expected,
                                    std::type_identity_t<T> v, site where = site::current()) {
  return a->compare_exchange_strong(*expected, std::move(v), std::memory_order_seq_cst,
                                    std::memory_order_seq_cst, where);
}
template <class T>
bool atomic_compare_exchange_strong_explicit(atomic<T>* a, std::type_identity_t<T>* expected,
                                             std::type_identity_t<T> v, std::memory_order success,
                                             std::memory_order failure,
                                             site where = site::current()) {
  return a->compare_exchange_strong(*expected, std::move(v), success, failure, where);
}

template <class T>
T atomic_fetch_add(atomic<T>* a, typename atomic<T>::difference_type n,
                   site where = site::current()) {
  return a->fetch_add(n, std::memory_order_seq_cst, where);
}
template <class T>
T atomic_fetch_add_explicit(atomic<T>* a, typename atomic<T>::difference_type n,
                            std::memory_order order, site where = site::current()) {
  return a->fetch_add(n, order, where);
}
template <class T>
T atomic_fetch_sub(atomic<T>* a, typename atomic<T>::difference_type n,
                   site where = site::current()) {
  return a->fetch_sub(n, std::memory_order_seq_cst, where);
}
template <class T>
T atomic_fetch_sub_explicit(atomic<T>* a, typename atomic<T>::difference_type n,
                            std::memory_order order, site where = site::current()) {
  return a->fetch_sub(n, order, where);
}
template <class T>
T atomic_fetch_and(atomic<T>* a, std::type_identity_t<T> n, site where = site::current()) {
  return a->fetch_and(n, std::memory_order_seq_cst, where);
}
template <class T>
T atomic_fetch_and_explicit(atomic<T>* a, std::type_identity_t<T> n, std::memory_order order,
                            site where = site::current()) {
  return a->fetch_and(n, order, where);
}
template <class T>
T atomic_fetch_or(atomic<T>* a, std::type_identity_t<T> n, site where = site::current()) {
  return a->fetch_or(n, std::memory_order_seq_cst, where);
}
template <class T>
T atomic_fetch_or_explicit(atomic<T>* a, std::type_identity_t<T> n, std::memory_order order,
                           site where = site::current()) {
  return a->fetch_or(n, order, where);
}
template <class T>
T atomic_fetch_xor(atomic<T>* a, std::type_identity_t<T> n, site where = site::current()) {
  return a->fetch_xor(n, std::memory_order_seq_cst, where);
}
template <class T>
T atomic_fetch_xor_explicit(atomic<T>* a, std::type_identity_t<T> n, std::memory_order order,
                            site where = site::current()) {
  return a->fetch_xor(n, order, where);
}

template <class T>
void atomic_wait(const atomic<T>* a, std::type_identity_t<T> old, site where = site::current()) {
  a->wait(std::move(old), std::memory_order_seq_cst, where);
}
template <class T>
void atomic_wait_explicit(const atomic<T>* a, std::type_identity_t<T> old, std::memory_order order,
                          site where = site::current()) {
  a->wait(std::move(old), order, where);
}
template <class T>
void atomic_notify_one(atomic<T>* a, site where = site::current()) {
  a->notify_one(where);
}
template <class T>
void atomic_notify_all(atomic<T>* a, site where = site::current()) {
  a->notify_all(where);
}

inline bool atomic_flag_test(const atomic_flag* a, site where = site::current()) {
  return a->test(std::memory_order_seq_cst, where);
}
inline bool atomic_flag_test_explicit(const atomic_flag* a, std::memory_order order,
                                      site where = site::current()) {
  return a->test(order, where);
}
inline bool atomic_flag_test_and_set(atomic_flag* a, site where = site::current()) {
  return a->test_and_set(std::memory_order_seq_cst, where);
}
inline bool atomic_flag_test_and_set_explicit(atomic_flag* a, std::memory_order order,
                                              site where = site::current()) {
  return a->test_and_set(order, where);
}
inline void atomic_flag_clear(atomic_flag* a, site where = site::current()) {
  a->clear(std::memory_order_seq_cst, where);
}
inline void atomic_flag_clear_explicit(atomic_flag* a, std::memory_order order,
                                       site where = site::current()) {
  a->clear(order, where);
}
inline void atomic_flag_wait(const atomic_flag* a, bool old, site where = site::current()) {
  a->wait(old, std::memory_order_seq_cst, where);
}
inline void atomic_flag_wait_explicit(const atomic_flag* a, bool old, std::memory_order order,
                                      site where = site::current()) {
  a->wait(old, order, where);
}
inline void atomic_flag_notify_one(atomic_flag* a, site where = site::current()) {
  a->notify_one(where);
}
inline void atomic_flag_notify_all(atomic_flag* a, site where = site::current()) {
  a->notify_all(where);
}

// Orders a thread with a signal handler in it; a run has none.
inline void atomic_signal_fence(std::memory_order order) noexcept {
  std::atomic_signal_fence(order);
}
template <class T>
T kill_dependency(T v) noexcept {
  return v;
}

using atomic_bool = atomic<bool>;
using atomic_char = atomic<char>;
using atomic_schar = atomic<signed char>;
using atomic_uchar = atomic<unsigned char>;
using atomic_short = atomic<short>;
using atomic_ushort = atomic<unsigned short>;
using atomic_int = atomic<int>;
using atomic_uint = atomic<unsigned>;
using atomic_long = atomic<long>;
using atomic_ulong = atomic<unsigned long>;
using atomic_llong = atomic<long long>;
using atomic_ullong = atomic<unsigned long long>;
using atomic_int8_t = atomic<std::int8_t>;
using atomic_uint8_t = atomic<std::uint8_t>;
using atomic_int16_t = atomic<std::int16_t>;
using atomic_uint16_t = atomic<std::uint16_t>;
using atomic_int32_t = atomic<std::int32_t>;
using atomic_uint32_t = atomic<std::uint32_t>;
using atomic_int64_t = atomic<std::int64_t>;
using atomic_uint64_t = atomic<std::uint64_t>;
using atomic_intptr_t = atomic<std::intptr_t>;
using atomic_uintptr_t = atomic<std::uintptr_t>;
using atomic_size_t = atomic<std::size_t>;
using atomic_ptrdiff_t = atomic<std::ptrdiff_t>;
using atomic_signed_lock_free = atomic<int>;
using atomic_unsigned_lock_free = atomic<unsigned>;

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace suture::sync
