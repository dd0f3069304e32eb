// The vocabulary shared by the wrappers of `sync` and the engine that carries their operations out.
#pragma once

#include <cstdint>

namespace suture {

// How a read-modify-write makes the new value from the old one. Kept as data, not as a function,
// because a search may give the operation another old value after the fact.
enum class rmw_op : std::uint8_t {
  none,
  exchange,
  add,
  sub,
  bit_and,
  bit_or,
  bit_xor,
  cas_strong,
  cas_weak,
};

// What a waiting read waits for.
enum class await_condition : std::uint8_t {
  none,
  zero,       // a free mutex
  nonzero,    // a waiter that has been woken
  no_writer,  // a shared mutex without exclusive owner (the top bit of the word is clear)
};

inline constexpr std::uint64_t exclusive_owner = std::uint64_t{1} << 31;

constexpr bool holds(await_condition condition, std::uint64_t value) {
  switch (condition) {
    case await_condition::zero:
      return value == 0;
    case await_condition::nonzero:
      return value != 0;
    case await_condition::no_writer:
      return (value & exclusive_owner) == 0;
    case await_condition::none:
      break;
  }
  return true;
}

constexpr std::uint64_t truncate(std::uint64_t value, unsigned bytes) {
  return bytes >= 8 ? value : value & ((std::uint64_t{1} << (8 * bytes)) - 1);
}

// The value a read-modify-write leaves behind where it succeeds.
constexpr std::uint64_t apply(rmw_op op, std::uint64_t old, std::uint64_t operand, unsigned bytes) {
  switch (op) {
    case rmw_op::add:
      return truncate(old + operand, bytes);
    case rmw_op::sub:
      return truncate(old - operand, bytes);
    case rmw_op::bit_and:
      return old & operand;
    case rmw_op::bit_or:
      return old | operand;
    case rmw_op::bit_xor:
      return old ^ operand;
    case rmw_op::exchange:
    case rmw_op::cas_strong:
    case rmw_op::cas_weak:
      return operand;
    case rmw_op::none:
      break;
  }
  return old;
}

}  // namespace suture
