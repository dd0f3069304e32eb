// A compiled program: bytecode, and what it refers to. Plain data, the same for every backend.
//
// Source: CPython's code objects, before they were specialised.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace interp {

// What each does to the operand stack is written as in CPython's dis: what it takes, then what it
// leaves, the top on the right.
enum class opcode : std::uint8_t {
  load_constant,         // — value          argument: number of a constant
  load_local,            // — value          number of a local; a NameError where it is unset
  store_local,           // value —
  load_global,           // — value          number of a name: the module dict, then the builtins
  store_global,          // value —
  pop_top,               // value —
  add,                   // a b — a+b        ints; OverflowError beyond 64 bits
  subtract,              // a b — a-b
  multiply,              // a b — a*b
  floor_divide,          // a b — a//b       ZeroDivisionError
  modulo,                // a b — a%b
  negate,                // a — -a
  negation,              // a — not a
  less,                  // a b — a<b
  less_equal,            // a b — a<=b
  equal,                 // a b — a==b
  not_equal,             // a b — a!=b
  greater,               // a b — a>b
  greater_equal,         // a b — a>=b
  contains,              // a b — a in b
  contains_not,          // a b — a not in b
  is,                    // a b — a is b
  is_not,                // a b — a is not b
  jump,                  // —                number of an instruction
  jump_if_false,         // a —
  jump_if_false_or_pop,  // a — a, or —      keeps a where it jumps
  jump_if_true_or_pop,   // a — a, or —
  call,                  // f args — value   how many arguments
  call_method,           // o args — value   method * 256 + how many arguments
  return_value,          // value —
  build_list,            // items — list     how many
  build_dict,            // key value … — dict   how many pairs
  load_item,             // o i — o[i]
  store_item,            // o i value —
  delete_item            // o i —
};

// The methods of list and dict there are.
enum class method : std::uint8_t { append, pop, get, clear, reverse, sort, index, insert, remove };

inline constexpr const char* method_names[] = {"append", "pop",   "get",    "clear", "reverse",
                                               "sort",   "index", "insert", "remove"};

struct instruction {
  opcode op;
  std::int32_t argument = 0;
  std::uint32_t line = 0;  // of the source, from 1
};

struct constant {
  enum class type : std::uint8_t { none, truth, integer, text, function };
  type is = type::none;
  std::int64_t number = 0;  // the integer, 1 for true, or which of the functions
  std::string text = {};

  bool operator==(const constant&) const = default;
};

struct function_code {
  std::string name;
  std::size_t parameters = 0;            // the first of the locals
  std::vector<std::string> locals = {};  // names, for messages
  std::vector<instruction> code = {};
  std::size_t stack_depth = 0;  // the most operands there are at a time
};

// How many locals and operands a frame has place for, so that all frames have one size.
inline constexpr std::size_t frame_slots = 32;

struct program {
  std::vector<function_code> functions;  // the first is the module's own code
  std::vector<constant> constants;
  std::vector<std::string> names;  // of globals
};

}  // namespace interp
