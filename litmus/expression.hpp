// The C of litmus tests as trees: expressions and statements.
//
// Names are resolved already: a local is its number in its thread, a location its number in the
// test. All values are 64-bit signed integers that wrap, as in herd7.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

namespace suture::litmus {

using value = std::int64_t;

// NOLINTNEXTLINE(performance-enum-size): one per node of a small tree
enum class expression_kind : std::uint8_t {
  constant,
  local,
  // The operands of these are expressions.
  negate,       // -a
  complement,   // ~a
  logical_not,  // !a
  add,
  subtract,
  multiply,
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
  // These access `location`; operands[0], if any, is what they add, write, ….
  plain_load,
  load,
  exchange,
  fetch_add,
  fetch_sub,
  fetch_and,
  fetch_or,
  fetch_xor,
  compare_exchange,  // gives 1 if it succeeded
};

struct expression {
  expression_kind what = expression_kind::constant;
  value constant = 0;
  std::uint32_t local = 0;     // of `local`; of compare_exchange: what holds the expected value,
  bool expects_local = true;   // or else
  std::uint32_t expected = 0;  // the plain location that holds it
  std::uint32_t location = 0;
  std::memory_order order = std::memory_order_seq_cst;
  std::memory_order failure = std::memory_order_seq_cst;
  bool weak = false;  // a compare_exchange that may fail for no reason
  std::vector<expression> operands;
  std::uint32_t line = 0;
};

enum class statement_kind : std::uint8_t {
  assign,       // local = value
  plain_store,  // *location = value
  store,        // atomic_store
  fence,
  evaluate,  // value, for what it does
  branch,    // if (value) first else second
};

struct statement {
  statement_kind what = statement_kind::evaluate;
  std::uint32_t local = 0;
  std::uint32_t location = 0;
  std::memory_order order = std::memory_order_seq_cst;
  expression operand;
  std::vector<statement> first, second;
  std::uint32_t line = 0;
};

}  // namespace suture::litmus
