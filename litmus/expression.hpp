// The C of litmus tests: expressions and statements.
//
// An expression is a list of nodes, operands before what uses them, the whole expression last. So
// it can be of any length without anything that is recursive being deep. Names are resolved
// already: a local is its number in its thread, a location its address.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "litmus/type.hpp"

namespace suture::litmus {

// NOLINTNEXTLINE(performance-enum-size): one per node of a short list
enum class expression_kind : std::uint8_t {
  constant,
  local,       // the value of one
  set_local,   // local = operand
  step_local,  // local += constant, and gives the old value
  cast,        // to the node's type
  negate,
  complement,
  logical_not,
  add,
  subtract,
  multiply,
  divide,
  remainder,
  shift_left,
  shift_right,
  bit_and,
  bit_or,
  bit_xor,
  equal,
  not_equal,
  less,
  greater,
  at_most,
  at_least,
  logical_and,  // the right side is evaluated only if the left one holds; likewise `or`
  logical_or,
  conditional,  // a ? b : c
  comma,
  // These access the location whose address operand 0 gives; operand 1, if any, is what they add,
  // write, ….
  plain_load,
  plain_store,
  load,
  store,
  exchange,
  fetch_add,
  fetch_sub,
  fetch_and,
  fetch_or,
  fetch_xor,
  compare_exchange,  // gives 1 if it succeeded
};

using node_number = std::uint32_t;
constexpr node_number no_node = 0xFFFFFFFF;

struct node {
  expression_kind what = expression_kind::constant;
  type of;           // of the value it gives
  type operands_as;  // what operators convert their operands to first
  type accessed;     // what lies at the address
  value constant = 0;
  std::uint32_t local = 0;    // also what a compare_exchange expects
  bool expects_local = true;  // or else what lies at the address operand 2 gives
  bool weak = false;          // a compare_exchange that may fail for no reason
  std::memory_order order = std::memory_order_seq_cst;
  std::memory_order failure = std::memory_order_seq_cst;
  std::uint8_t operands = 0;
  node_number operand[3] = {no_node, no_node, no_node};
  // It is evaluated only once node `after` is, and, where `only_if` says so, depending on its
  // value: the right side of && || , and ?:.
  enum class condition : std::uint8_t { always, nonzero, zero };
  node_number after = no_node;
  condition only_if = condition::always;
  std::uint32_t line = 0;
};

inline bool is_access(expression_kind k) { return k >= expression_kind::plain_load; }

struct expression {
  std::vector<node> nodes;
  bool empty() const { return nodes.empty(); }
};

enum class statement_kind : std::uint8_t {
  evaluate,  // value, for what it does
  fence,
  branch,  // if (operand) first else second
  loop,    // while (operand) { first; second }; without an operand, for ever
  leave,   // break
  go_on,   // continue: to `second` of the innermost loop
  finish,  // return: ends the thread
};

struct statement {
  statement_kind what = statement_kind::evaluate;
  std::memory_order order = std::memory_order_seq_cst;  // of a fence
  bool tests_after = false;                             // of a loop: do … while
  expression operand;
  std::vector<statement> first, second;
  std::uint32_t line = 0;
};

}  // namespace suture::litmus
