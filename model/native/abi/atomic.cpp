// The calls that stand in place of atomic operations, from one byte to sixteen. __sync_ functions
// come as sequentially consistent ones.
#include "model/native/abi/atomic.hpp"

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
    ops::exchange_if<T>(here, p, expected, desired, success, failure, false);                     \
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
