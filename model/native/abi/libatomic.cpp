// What compilers leave to libatomic: values that may be misaligned, for all they know, and those of
// sixteen bytes where the processor is not known to have them.
//
// Source: GCC's wiki, "Atomic/GCCMM/LIbrary", for names and parameters.
#include "model/native/abi/atomic.hpp"
#include "model/native/binding.hpp"
#include "model/native/libc/objects.hpp"

namespace suture::native {

namespace {

// Calls `with` with a value of the type that has so many bytes.
template <class With>
void sized(const call& from, std::size_t bytes, With with) {
  switch (bytes) {
    case 1:
      return with(std::uint8_t{});
    case 2:
      return with(std::uint16_t{});
    case 4:
      return with(std::uint32_t{});
    case 8:
      return with(std::uint64_t{});
    case 16:
      return with(wide{});
    default:
      break;
  }
  if (from.under_test()) misuse(from, "uses an atomic of a size that Suture does not model");
}

void load_any(std::size_t bytes, void* p, void* into, int o) {
  const call here;
  sized(here, bytes, [&]<class T>(T) {
    const T value = load<T>(here, static_cast<T*>(p), o);
    touch(here, into, bytes, true);
    std::memcpy(into, &value, sizeof value);
  });
}
void store_any(std::size_t bytes, void* p, void* given, int o) {
  const call here;
  sized(here, bytes, [&]<class T>(T value) {
    touch(here, given, bytes, false);
    std::memcpy(&value, given, sizeof value);
    store<T>(here, static_cast<T*>(p), value, o);
  });
}
void exchange_any(std::size_t bytes, void* p, void* given, void* into, int o) {
  const call here;
  sized(here, bytes, [&]<class T>(T value) {
    touch(here, given, bytes, false);
    std::memcpy(&value, given, sizeof value);
    const T old = update<T>(here, static_cast<T*>(p), rmw_op::exchange, value, o);
    touch(here, into, bytes, true);
    std::memcpy(into, &old, sizeof old);
  });
}
bool compare_exchange_any(std::size_t bytes, void* p, void* expected, void* desired, int success,
                          int failure) {
  const call here;
  bool done = false;
  sized(here, bytes, [&]<class T>(T value) {
    touch(here, desired, bytes, false);
    std::memcpy(&value, desired, sizeof value);
    done = compare_exchange<T>(here, static_cast<T*>(p), static_cast<T*>(expected), value, success,
                               failure, false);
  });
  return done;
}

// The same of one size.
template <class T>
T load_sized(const volatile T* p, int o) {
  const call here;
  return load<T>(here, p, o);
}
template <class T>
void store_sized(volatile T* p, T value, int o) {
  const call here;
  store<T>(here, p, value, o);
}
template <class T>
T exchange_sized(volatile T* p, T value, int o) {
  const call here;
  return update<T>(here, p, rmw_op::exchange, value, o);
}
template <class T>
bool compare_exchange_sized(volatile T* p, T* expected, T desired, int success, int failure) {
  const call here;
  return compare_exchange<T>(here, p, expected, desired, success, failure, false);
}

}  // namespace

std::span<const replacement> libatomic_functions() {
  static const replacement all[] = {
      replace("__atomic_load", load_any),
      replace("__atomic_store", store_any),
      replace("__atomic_exchange", exchange_any),
      replace("__atomic_compare_exchange", compare_exchange_any),
      replace("__atomic_load_4", load_sized<std::uint32_t>),
      replace("__atomic_load_8", load_sized<std::uint64_t>),
      replace("__atomic_load_16", load_sized<wide>),
      replace("__atomic_store_4", store_sized<std::uint32_t>),
      replace("__atomic_store_8", store_sized<std::uint64_t>),
      replace("__atomic_store_16", store_sized<wide>),
      replace("__atomic_exchange_4", exchange_sized<std::uint32_t>),
      replace("__atomic_exchange_8", exchange_sized<std::uint64_t>),
      replace("__atomic_exchange_16", exchange_sized<wide>),
      replace("__atomic_compare_exchange_4", compare_exchange_sized<std::uint32_t>),
      replace("__atomic_compare_exchange_8", compare_exchange_sized<std::uint64_t>),
      replace("__atomic_compare_exchange_16", compare_exchange_sized<wide>),
  };
  return all;
}

}  // namespace suture::native
