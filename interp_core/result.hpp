// How operations of the interpreter fail: by a value, as a C function of CPython fails by null and
// an exception that is set.
#pragma once

#include <cstdint>
#include <utility>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What an operation without a result returns: none, or which exception Python code would see.
enum class [[nodiscard]] error : std::uint8_t{
    none,          index_error, key_error,           value_error,    type_error,     memory_error,
    runtime_error, name_error,  zero_division_error, overflow_error, recursion_error};

// "none", or the exception's name as Python spells it.
constexpr const char* to_string(error what) {
  switch (what) {
    case error::none:
      return "none";
    case error::index_error:
      return "IndexError";
    case error::key_error:
      return "KeyError";
    case error::value_error:
      return "ValueError";
    case error::type_error:
      return "TypeError";
    case error::memory_error:
      return "MemoryError";
    case error::runtime_error:
      return "RuntimeError";
    case error::name_error:
      return "NameError";
    case error::zero_division_error:
      return "ZeroDivisionError";
    case error::overflow_error:
      return "OverflowError";
    case error::recursion_error:
      return "RecursionError";
  }
  return "unknown";
}

// A value, or what went wrong. The value is T{} where something did.
template <class T>
struct [[nodiscard]] result {
  result(T v) : value(std::move(v)) {}      // implicit, so that `return x` works
  result(error e) : value(), what(e) {}     // likewise
  explicit operator bool() const = delete;  // of a result<bool> it would say too little
  bool ok() const { return what == error::none; }

  T value;
  error what = error::none;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
