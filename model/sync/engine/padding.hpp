// Values without what lies between their members.
//
// A compare-exchange compares values, not padding (C++20 [atomics.types.operations], from P0528):
// what comes into an atomic, and what is compared with it, has its padding cleared first. gcc has
// had a builtin for it since 11; for clang 14 the bytes are asked one by one, in a constant
// expression, whether they belong to the value. That cannot be asked of a type with bit-fields or
// unions, or with constructors none of which is constexpr: there clang 14 compares padding too.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include "model/sync/engine/mutation.hpp"

namespace suture::sync {
inline namespace engine_backend {
namespace detail {

template <std::size_t Bytes>
struct raw_bytes {
  unsigned char at[Bytes];
};

template <auto>
struct constant {};

// Is byte I of a T part of its value? Reading one that is not is no constant expression.
template <class T, std::size_t I>
concept byte_of_value = requires {
  typename constant<__builtin_bit_cast(raw_bytes<sizeof(T)>,
                                       __builtin_bit_cast(T, raw_bytes<sizeof(T)>{}))
                        .at[I]>;
};

template <class T, std::size_t... I>
void clear_bytes_between(T& value, std::index_sequence<I...>) {
  if constexpr ((byte_of_value<T, I> || ...)) {
    auto* const bytes = reinterpret_cast<unsigned char*>(&value);
    ((byte_of_value<T, I> ? void() : void(bytes[I] = 0)), ...);
  }
}

template <class T>
void clear_padding(T& value) {
  if constexpr (std::is_scalar_v<T> || std::has_unique_object_representations_v<T>) {
    return;
  } else {
    if (mutated("padding_is_no_value")) return;
#if defined(__has_builtin) && __has_builtin(__builtin_clear_padding)
    __builtin_clear_padding(&value);
#else
    clear_bytes_between(value, std::make_index_sequence<sizeof(T)>{});
#endif
  }
}

}  // namespace detail
}  // namespace engine_backend
}  // namespace suture::sync
