// Atomic operations of foreign code, at an address and of a size: as the compiler calls them by
// name (atomic.cpp), and as libatomic is called where it does not (libatomic.cpp).
#pragma once

#include <atomic>
#include <cstdint>
#include <cstring>

#include "model/native/call.hpp"

namespace suture::native {

__extension__ using wide = unsigned __int128;

// GCC marks what __sync functions and hardware lock elision add in higher bits.
inline std::memory_order order(int given) {
  const auto o = static_cast<std::memory_order>(given & 7);
  return o == std::memory_order_consume ? std::memory_order_acquire : o;
}

template <class T>
std::uint64_t to_bits(T value) {
  if constexpr (sizeof(T) > sizeof(std::uint64_t)) return hooks::wide_to_bits(&value, sizeof value);
  return static_cast<std::uint64_t>(value);
}
template <class T>
T from_bits(std::uint64_t bits) {
  if constexpr (sizeof(T) > sizeof(std::uint64_t)) {
    T value;
    hooks::wide_from_bits(bits, &value, sizeof value);
    return value;
  }
  return static_cast<T>(bits);
}

// The atomic at an address, from before an operation on it until after.
template <class T>
class place {
 public:
  place(const call& from, const volatile T* p)
      : from_(from),
        address_(reinterpret_cast<std::uintptr_t>(p)),
        slot_(world::current.memory().atomic(address_, sizeof(T))) {
    if (address_ % sizeof(T) != 0) misaligned();
  }
  hooks::cell& cell() { return slot_.cell; }
  // It has been read; or written, and memory holds that from now on.
  void has_read() { tell(false); }
  void has_written(T value) {
    auto* const there = reinterpret_cast<void*>(address_);
    std::memcpy(there, &value, sizeof value);
    tell(true);
  }

 private:
  void tell(bool write) {
    world::current.memory().access({address_, sizeof(T), write, true, false, from_.pc()});
  }
  [[gnu::cold]] void misaligned() {
    hooks::forbidden("an atomic is used at an address that is no multiple of its size",
                     from_.where());
  }

  const call& from_;
  const std::uintptr_t address_;
  slot& slot_;
};

template <class T>
T load(const call& from, const volatile T* p, int o) {
  if (!from.under_test()) return *p;
  place<T> at(from, p);
  const std::uint64_t bits = from.run().load(at.cell(), order(o), from.where());
  at.has_read();
  return from_bits<T>(bits);
}

template <class T>
void store(const call& from, volatile T* p, T value, int o) {
  if (!from.under_test()) {
    *p = value;
    return;
  }
  place<T> at(from, p);
  from.run().store(at.cell(), to_bits(value), order(o), from.where());
  at.has_written(value);
}

template <class T>
T update(const call& from, volatile T* p, rmw_op op, T value, int o) {
  const std::uint64_t operand = to_bits(value);
  if (!from.under_test()) {
    const T old = *p;
    *p = from_bits<T>(apply(op, to_bits(old), operand, sizeof(T)));
    return old;
  }
  place<T> at(from, p);
  const std::uint64_t old = from.run().update(at.cell(), op, operand, order(o), from.where());
  at.has_written(from_bits<T>(apply(op, old, operand, sizeof(T))));
  return from_bits<T>(old);
}

// Did it write? `seen` is what it read.
template <class T>
bool exchange_if(const call& from, volatile T* p, T& seen, T desired, int success, int failure,
                 bool weak) {
  if (!from.under_test()) {
    const T old = *p;
    const bool same = old == seen;
    if (same) *p = desired;
    seen = old;
    return same;
  }
  place<T> at(from, p);
  std::uint64_t bits = to_bits(seen);
  const bool done = from.run().compare_exchange(at.cell(), bits, to_bits(desired), order(success),
                                                order(failure), weak, from.where());
  if (done) {
    at.has_written(desired);
  } else {
    at.has_read();
    seen = from_bits<T>(bits);
  }
  return done;
}

// The same with what is expected in a variable of the code's, which it changes where it fails.
template <class T>
bool compare_exchange(const call& from, volatile T* p, T* expected, T desired, int success,
                      int failure, bool weak) {
  touch(from, expected, sizeof(T), false);
  T seen = *expected;
  const bool done = exchange_if(from, p, seen, desired, success, failure, weak);
  if (!done) {
    touch(from, expected, sizeof(T), true);
    *expected = seen;
  }
  return done;
}

// No event has the operation: it is what a processor without it does.
template <class T, class Change>
T change(const call& from, volatile T* p, int o, Change new_value) {
  T old = load(from, p, __ATOMIC_RELAXED);
  while (!exchange_if(from, p, old, new_value(old), o, __ATOMIC_RELAXED, false)) {
  }
  return old;
}

}  // namespace suture::native
