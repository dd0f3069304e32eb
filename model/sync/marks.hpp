// Marks: what the code under test says about itself, for checkers that judge whole operations.
//
// A mark is no operation: it orders nothing, and nobody can be switched away from at one. Outside
// of the engine marks are nothing at all.
//
// The data is the same for every backend. Values are those of the language under test, as far as a
// history of operations needs them.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/sync/site.hpp"

namespace suture::sync {

class mark_value {
 public:
  // unknown: what an operation returns that was left by an exception; any result will do.
  enum class type : std::uint8_t { none, boolean, integer, text, list, error, unknown };

  mark_value() = default;  // None
  template <std::same_as<bool> T>
  mark_value(T truth) : type_(type::boolean), integer_(truth ? 1 : 0) {}
  template <std::integral T>
  requires(!std::same_as<T, bool>) mark_value(T number)
      : type_(type::integer), integer_(static_cast<std::int64_t>(number)) {}
  mark_value(std::string text) : type_(type::text), text_(std::move(text)) {}
  mark_value(const char* text) : mark_value(std::string(text)) {}
  mark_value(std::vector<mark_value> elements)
      : type_(type::list), elements_(std::move(elements)) {}
  // The operation raised this: "KeyError".
  static mark_value error(std::string name) {
    mark_value raised(std::move(name));
    raised.type_ = type::error;
    return raised;
  }
  static mark_value unknown() {
    mark_value any;
    any.type_ = type::unknown;
    return any;
  }

  type kind() const { return type_; }
  std::int64_t integer() const { return integer_; }
  const std::string& text() const { return text_; }
  const std::vector<mark_value>& elements() const { return elements_; }

 private:
  type type_ = type::none;
  std::int64_t integer_ = 0;
  std::string text_;
  std::vector<mark_value> elements_;
};

// An operation that begins.
struct marked_call {
  const void* object = nullptr;
  // "list.append": the model the object is held to, and the operation. Outlives the run.
  const char* name = "";
  std::vector<mark_value> arguments;
  site where;
};

}  // namespace suture::sync
