// Objects that only the evaluator knows: None, True and False, functions and builtins.
#pragma once

#include <cstdint>

#include "interp_core/object.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

enum class builtin : std::uint8_t { print, len };

// An object with one number in it that never changes. Tag: which kind it is.
enum class value_kind : std::uint8_t { none, truth, function, builtin };

constexpr const char* to_string(value_kind kind) {
  constexpr const char* names[] = {"NoneType", "bool", "function", "builtin_function_or_method"};
  return names[static_cast<std::size_t>(kind)];
}

// none: 0; truth: 0 or 1; function: its number in the program; builtin: which one.
template <class Count, value_kind Kind>
struct fixed_value : object<Count> {
  explicit fixed_value(std::int64_t n) : object<Count>(this_type), number(n) {}

  const std::int64_t number;

  static const type_object<Count>& type_of() { return this_type; }

 private:
  static void dealloc(runtime&, object<Count>* o) { sync::destroy(static_cast<fixed_value*>(o)); }
  static std::int64_t of(object<Count>& o) { return static_cast<fixed_value&>(o).number; }

  static result<bool> equal(runtime&, object<Count>& a, object<Count>& b) {
    return b.type == a.type && of(a) == of(b);
  }
  static result<std::int64_t> hash(runtime&, object<Count>& o) { return of(o); }

  static constexpr type_object<Count> this_type{.name = to_string(Kind),
                                                .dealloc = dealloc,
                                                .equal = equal,
                                                .hash = hash,
                                                .is_plain_value = true};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
