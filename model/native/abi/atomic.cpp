// The calls that stand in place of atomic operations, from one byte to sixteen. __sync_ functions
// come as sequentially consistent ones.
#include <atomic>
#include <cstdint>
#include <cstring>

#include "model/native/call.hpp"

namespace suture::native {

namespace {

__extension__ using wide = unsigned __int128;

// GCC marks what __sync functions and hardware lock elision add in higher bits.
std::memory_order order(int given) {
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

// Did it write? `expected` is what it read, if not.
template <class T>
bool compare_exchange(const call& from, volatile T* p, T* expected, T desired, int success,
                      int failure, bool weak) {
  if (!from.under_test()) {
    const T old = *p;
    const bool same = old == *expected;
    if (same) *p = desired;
    *expected = old;
    return same;
  }
  place<T> at(from, p);
  std::uint64_t seen = to_bits(*expected);
  const bool done = from.run().compare_exchange(at.cell(), seen, to_bits(desired), order(success),
                                                order(failure), weak, from.where());
  if (done) {
    at.has_written(desired);
  } else {
    at.has_read();
    *expected = from_bits<T>(seen);
  }
  return done;
}

// No event has the operation: it is what a processor without it does.
template <class T, class Change>
T change(const call& from, volatile T* p, int o, Change new_value) {
  T old = load(from, p, __ATOMIC_RELAXED);
  while (!compare_exchange(from, p, &old, new_value(old), o, __ATOMIC_RELAXED, false)) {
  }
  return old;
}

}  // namespace

}  // namespace suture::native

using suture::rmw_op;
using suture::native::call;
namespace ops = suture::native;

// For each size the compilers' names.
#define SUTURE_ATOMIC(bits, T)                                                                    \
  T __tsan_atomic##bits##_load(const volatile T* p, int o) {                                      \
    const call here;                                                                              \
    return ops::load<T>(here, p, o);                                                              \
  }                                                                                               \
  void __tsan_atomic##bits##_store(volatile T* p, T value, int o) {                               \
    const call here;                                                                              \
    ops::store<T>(here, p, value, o);                                                             \
  }                                                                                               \
  T __tsan_atomic##bits##_exchange(volatile T* p, T value, int o) {                               \
    const call here;                                                                              \
    return ops::update<T>(here, p, rmw_op::exchange, value, o);                                   \
  }                                                                                               \
  T __tsan_atomic##bits##_fetch_nand(volatile T* p, T value, int o) {                             \
    const call here;                                                                              \
    return ops::change<T>(here, p, o, [=](T old) { return static_cast<T>(~(old & value)); });     \
  }                                                                                               \
  int __tsan_atomic##bits##_compare_exchange_strong(volatile T* p, T* expected, T desired,        \
                                                    int success, int failure) {                   \
    const call here;                                                                              \
    return ops::compare_exchange<T>(here, p, expected, desired, success, failure, false);         \
  }                                                                                               \
  int __tsan_atomic##bits##_compare_exchange_weak(volatile T* p, T* expected, T desired,          \
                                                  int success, int failure) {                     \
    const call here;                                                                              \
    return ops::compare_exchange<T>(here, p, expected, desired, success, failure, true);          \
  }                                                                                               \
  T __tsan_atomic##bits##_compare_exchange_val(volatile T* p, T expected, T desired, int success, \
                                               int failure) {                                     \
    const call here;                                                                              \
    ops::compare_exchange<T>(here, p, &expected, desired, success, failure, false);               \
    return expected;                                                                              \
  }
#define SUTURE_ATOMIC_UPDATE(bits, T, name, op)                         \
  T __tsan_atomic##bits##_fetch_##name(volatile T* p, T value, int o) { \
    const call here;                                                    \
    return ops::update<T>(here, p, op, value, o);                       \
  }
#define SUTURE_ATOMIC_UPDATES(bits, T)                \
  SUTURE_ATOMIC_UPDATE(bits, T, add, rmw_op::add)     \
  SUTURE_ATOMIC_UPDATE(bits, T, sub, rmw_op::sub)     \
  SUTURE_ATOMIC_UPDATE(bits, T, and, rmw_op::bit_and) \
  SUTURE_ATOMIC_UPDATE(bits, T, or, rmw_op::bit_or)   \
  SUTURE_ATOMIC_UPDATE(bits, T, xor, rmw_op::bit_xor)
// Values of sixteen bytes go by a number, of which no arithmetic can be done.
#define SUTURE_WIDE_UPDATE(name, expression)                                               \
  ops::wide __tsan_atomic128_fetch_##name(volatile ops::wide* p, ops::wide value, int o) { \
    const call here;                                                                       \
    return ops::change<ops::wide>(here, p, o, [=](ops::wide old) { return expression; });  \
  }

extern "C" {

SUTURE_ATOMIC(8, std::uint8_t)
SUTURE_ATOMIC(16, std::uint16_t)
SUTURE_ATOMIC(32, std::uint32_t)
SUTURE_ATOMIC(64, std::uint64_t)
SUTURE_ATOMIC(128, ops::wide)
SUTURE_ATOMIC_UPDATES(8, std::uint8_t)
SUTURE_ATOMIC_UPDATES(16, std::uint16_t)
SUTURE_ATOMIC_UPDATES(32, std::uint32_t)
SUTURE_ATOMIC_UPDATES(64, std::uint64_t)
SUTURE_WIDE_UPDATE(add, old + value)
SUTURE_WIDE_UPDATE(sub, old - value)
SUTURE_WIDE_UPDATE(and, old& value)
SUTURE_WIDE_UPDATE(or, old | value)
SUTURE_WIDE_UPDATE(xor, old ^ value)

void __tsan_atomic_thread_fence(int o) {
  const call here;
  if (here.under_test()) here.run().fence(ops::order(o), here.where());
}
// Between a thread and its own signal handlers: there are none.
void __tsan_atomic_signal_fence(int) {}

}  // extern "C"
