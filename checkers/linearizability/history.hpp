// A history: what operations were called on one shared object, when, and what they returned.
//
// Times are integers on one clock, in any unit: steps of a run, nanoseconds of a stress test. They
// are inclusive: an operation that returned at 20 and one called at 20 overlap, for a clock cannot
// be trusted beyond its tick. Operation a precedes b iff a.returned < b.called.
//
// A process does one thing at a time: each of its operations is called later than the one before
// it returned, and a pending operation is its last.
#pragma once

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "checkers/linearizability/value.hpp"

namespace suture::linearizability {

// `returned` of an operation that had not returned when the history ended. It may have taken
// effect or not; its result is not looked at.
inline constexpr std::int64_t pending = std::numeric_limits<std::int64_t>::max();

// `effect` of an operation of which nobody knows.
inline constexpr std::int64_t unknown = std::numeric_limits<std::int64_t>::min();

struct operation {
  std::uint32_t process = 0;
  std::int64_t called = 0;
  std::int64_t returned = pending;
  std::string function;
  std::vector<value> arguments;
  value result;
  // When the operation took effect, as far as the producer can tell: its last write to the object,
  // for a reader its last read. Only a hint for the order tried first (see witness.hpp): a wrong
  // one costs time and changes no verdict. On any clock, not necessarily that of `called`.
  std::int64_t effect = unknown;

  bool is_pending() const { return returned == pending; }
};

// The operations in any order. They are referred to by their index.
using history = std::vector<operation>;

// A history, or an operation in it, that cannot be checked; `which` is the operation's index.
struct bad_history : std::runtime_error {
  bad_history(std::size_t index, const std::string& what) : runtime_error(what), which(index) {}
  std::size_t which;
};

// Throws bad_history where an operation returns before it is called or a process does two things
// at once. O(n log n), O(n) where each process's operations come in order of time.
void validate(const history& operations);

// get('k') → 1, get('k') raises KeyError, get('k') pending
std::string to_string(const operation& op);

// The part of it before the result: get('k')
std::string call_text(const operation& op);

}  // namespace suture::linearizability
