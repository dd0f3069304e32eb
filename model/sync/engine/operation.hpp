// The vocabulary shared by the wrappers of `sync` and the engine that carries their operations out.
#pragma once

#include <bit>
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
  add_floating,  // to a float or a double
  cas_strong,
  cas_weak,
  share,  // adds where no writer holds the shared mutex
  take,   // subtracts where that leaves no less than nothing
};

// What a synchronisation object is: for its misuse, and for the words of a report.
enum class primitive : std::uint8_t {
  atomic,
  floating_atomic,  // of a float or a double
  mutex,            // one holder, once
  recursive_mutex,  // one holder, as often as it likes
  shared_mutex,     // one writer or any number of readers
  condition_variable,
  semaphore,
  latch,
  barrier,
  once_flag,
};

constexpr bool is_mutex(primitive p) {
  return p == primitive::mutex || p == primitive::recursive_mutex || p == primitive::shared_mutex;
}

enum class lock_mode : std::uint8_t { exclusive, shared };
// Which side of an asymmetric fence a fence is, if any.
enum class fence_side : std::uint8_t { none, light, heavy };

// What a waiting read waits for.
enum class await_condition : std::uint8_t {
  none,
  zero,       // a free mutex
  nonzero,    // a waiter that has been woken
  no_writer,  // a shared mutex without exclusive owner, and with no writer that must go first
  nobody,     // a shared mutex without owners, whoever waits for it
  idle,       // a once_flag whose function is not running
  above,      // a barrier's phase beyond the expected one
};

// The word of a shared mutex: its readers, the writers that wait and go first
// (limits::writers_first), and in the highest bit whether a writer has it.
inline constexpr std::uint64_t reader = 1;
inline constexpr std::uint64_t waiting_writer = std::uint64_t{1} << 16;
inline constexpr std::uint64_t exclusive_owner = std::uint64_t{1} << 31;
inline constexpr std::uint64_t readers_of = waiting_writer - 1;

// The word in which a barrier counts: the phase, how many are expected in each, and how many of
// them are still to come.
namespace barrier_word {
inline constexpr unsigned bits = 20;
inline constexpr std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
constexpr std::uint64_t of(std::uint64_t phase, std::uint64_t expected) {
  return phase << (2 * bits) | expected << bits | expected;
}
}  // namespace barrier_word

// The state of a once_flag.
namespace once {
inline constexpr std::uint64_t fresh = 0, running = 1, done = 2;
}

constexpr bool holds(await_condition condition, std::uint64_t value, std::uint64_t expected = 0) {
  switch (condition) {
    case await_condition::zero:
      return value == 0;
    case await_condition::nonzero:
      return value != 0;
    case await_condition::no_writer:
      return value < waiting_writer;
    case await_condition::nobody:
      return (value & (exclusive_owner | readers_of)) == 0;
    case await_condition::idle:
      return value != once::running;
    case await_condition::above:
      return value > expected;
    case await_condition::none:
      break;
  }
  return true;
}

constexpr std::uint64_t truncate(std::uint64_t value, unsigned bytes) {
  return bytes >= 8 ? value : value & ((std::uint64_t{1} << (8 * bytes)) - 1);
}

template <class T, class Bits>
constexpr std::uint64_t add_as(std::uint64_t a, std::uint64_t b) {
  const T sum = std::bit_cast<T>(static_cast<Bits>(a)) + std::bit_cast<T>(static_cast<Bits>(b));
  return std::bit_cast<Bits>(sum);
}

// The value a read-modify-write leaves behind where it succeeds.
constexpr std::uint64_t apply(rmw_op op, std::uint64_t old, std::uint64_t operand, unsigned bytes) {
  switch (op) {
    case rmw_op::add:
    case rmw_op::share:
      return truncate(old + operand, bytes);
    case rmw_op::sub:
    case rmw_op::take:
      return truncate(old - operand, bytes);
    case rmw_op::bit_and:
      return old & operand;
    case rmw_op::bit_or:
      return old | operand;
    case rmw_op::bit_xor:
      return old ^ operand;
    case rmw_op::add_floating:
      return bytes == sizeof(float) ? add_as<float, std::uint32_t>(old, operand)
                                    : add_as<double, std::uint64_t>(old, operand);
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
