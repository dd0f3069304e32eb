// A value of the language under test, as an operation's argument or result.
//
// Immutable; a copy costs at most one reference count. Scalars are stored in place, so a history of
// small integers allocates nothing for its values. Thread rule: as std::shared_ptr<const T>.
//
// Equality is decided by value_table (Python's ==, for which 1 == 1.0 == True), not here: there,
// each value is looked at once and from then on is a number.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace suture::linearizability {

class value {
 public:
  enum class type : std::uint8_t { none, boolean, integer, real, text, list, dict, error };

  value() = default;  // None
  value(std::nullptr_t) {}
  template <std::same_as<bool> T>
  value(T truth) : type_(type::boolean), integer_(truth ? 1 : 0) {}
  template <std::integral T>
  requires(!std::same_as<T, bool>) value(T number)
      : type_(type::integer), integer_(static_cast<std::int64_t>(number)) {}
  value(double number) : type_(type::real), real_(number) {}
  value(std::string text);
  value(std::string_view text) : value(std::string(text)) {}
  value(const char* text) : value(std::string(text)) {}

  static value list(std::vector<value> elements);
  // Items in insertion order. Of equal keys the last item counts, as in a dict display.
  static value dict(std::vector<std::pair<value, value>> items);
  // The result of an operation that raised: error("KeyError").
  static value error(std::string name);

  type kind() const { return type_; }
  bool is_number() const;  // boolean, integer or real

  // Each is valid for its own type only (integer() for booleans too).
  std::int64_t integer() const { return integer_; }
  double real() const { return real_; }
  const std::string& text() const;             // of a text, or the name of an error
  const std::vector<value>& elements() const;  // of a list; of a dict key, value, key, value, ...

 private:
  struct body;

  type type_ = type::none;
  union {
    std::int64_t integer_ = 0;
    double real_;
  };
  std::shared_ptr<const body> body_;
};

// As Python's repr: None, True, 1, 1.5, 'text', [1, 2], {'k': 1}; an error is its name.
std::string to_string(const value& v);

}  // namespace suture::linearizability
