// A value of plain data, described so that a trace can show it.
#pragma once

#include <cstdint>
#include <type_traits>

namespace suture::hooks {

enum class value_kind : std::uint8_t {
  opaque,  // not shown
  boolean,
  signed_number,
  unsigned_number,
  floating,
  pointer,
};

struct plain_value {
  const void* at = nullptr;
  value_kind kind = value_kind::opaque;
  std::uint8_t bytes = 0;  // at most 8; 0 where the value is larger, or more than its bytes
};

template <class T>
constexpr value_kind kind_of_value() {
  if constexpr (std::is_enum_v<T>) {
    return kind_of_value<std::underlying_type_t<T>>();
  } else if constexpr (sizeof(T) > 8) {
    return value_kind::opaque;
  } else if constexpr (std::is_same_v<T, bool>) {
    return value_kind::boolean;
  } else if constexpr (std::is_integral_v<T>) {
    return std::is_signed_v<T> ? value_kind::signed_number : value_kind::unsigned_number;
  } else if constexpr (std::is_floating_point_v<T>) {
    return value_kind::floating;
  } else {
    return std::is_pointer_v<T> ? value_kind::pointer : value_kind::opaque;
  }
}

// The value must stay where it is while the description is used.
template <class T>
plain_value describe(const T& value) {
  constexpr bool bits = std::is_trivially_copyable_v<T> && sizeof(T) <= 8;
  return {&value, kind_of_value<T>(), bits ? std::uint8_t{sizeof(T)} : std::uint8_t{0}};
}

}  // namespace suture::hooks
