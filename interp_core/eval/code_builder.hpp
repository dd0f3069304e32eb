// A function's bytecode while it is being written: jumps to places not yet known, the height of the
// stack, and the tables all functions share.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interp_core/eval/lexer.hpp"
#include "interp_core/eval/program.hpp"

namespace interp {

// How many operands more there are after it.
constexpr int stack_effect(opcode op, std::int32_t argument) {
  switch (op) {
    case opcode::load_constant:
    case opcode::load_local:
    case opcode::load_global:
      return 1;
    case opcode::negate:
    case opcode::negation:
    case opcode::jump:
      return 0;
    case opcode::call:
      return -argument;
    case opcode::call_method:
      return -(argument % 256);
    case opcode::build_list:
      return 1 - argument;
    case opcode::build_dict:
      return 1 - 2 * argument;
    case opcode::store_item:
      return -3;
    case opcode::delete_item:
      return -2;
    default:
      return -1;
  }
}

template <class T, class Value>
std::int32_t number_in(std::vector<T>& all, const Value& value) {
  const auto found = std::find(all.begin(), all.end(), value);
  if (found == all.end()) all.push_back(T(value));
  return static_cast<std::int32_t>(
      std::distance(all.begin(), std::find(all.begin(), all.end(), value)));
}

class code_builder {
 public:
  code_builder(program& into, std::size_t function) : into_(into), function_(function) {}

  std::size_t emit(opcode op, std::int32_t argument, std::uint32_t line) {
    code().code.push_back({op, argument, line});
    height_ += stack_effect(op, argument);
    code().stack_depth =
        std::max(code().stack_depth, static_cast<std::size_t>(std::max(height_, 0)));
    if (code().stack_depth + code().locals.size() > frame_slots)
      throw malformed_program(line, "'" + code().name + "' needs more than " +
                                        std::to_string(frame_slots) + " locals and operands");
    return code().code.size() - 1;
  }
  std::int32_t here() { return static_cast<std::int32_t>(code().code.size()); }
  void land(std::size_t jump) { code().code[jump].argument = here(); }

  std::int32_t constant_number(constant c) { return number_in(into_.constants, c); }
  std::int32_t name_number(std::string_view name) {
    return number_in(into_.names, std::string(name));
  }
  std::optional<std::int32_t> local_number(std::string_view name) {
    const auto& locals = code().locals;
    const auto found = std::find(locals.begin(), locals.end(), name);
    if (found == locals.end()) return std::nullopt;
    return static_cast<std::int32_t>(found - locals.begin());
  }
  function_code& code() { return into_.functions[function_]; }
  bool is_module() const { return function_ == 0; }

 private:
  program& into_;
  const std::size_t function_;
  int height_ = 0;
};

}  // namespace interp
