#pragma once

// An execution graph as data, and its canonical text: two executions are the same graph iff their
// texts are equal, whoever printed them. Engine tests fill this struct from their own graph.
//
// The text is one line of parts joined by " | ": one part per thread, in order, then one per
// atomic location that is written at all, in order:
//
//   T0: W x=1; R y=0 rf=init | T1: W y=1; U x=1->2 rf=T0:0 | mo x: T0:0 T1:1 | mo y: T1:0
//
// A thread's part lists its operations joined by "; ":
//   R x=1 rf=T1:0            a read of 1 from operation 0 of thread 1: load, await, failed CAS
//   R x=1 rf=T1:0 spurious   a weak CAS that failed although the value matched
//   W x=1                    a write
//   U x=1->2 rf=T0:0         a read-modify-write (one operation, not two)
//   lock m0 rf=T1:2          acquiring m0 from the unlock that is operation 2 of thread 1
//   unlock m0
//   F                        a fence
//   C 1                      choose, and what it gave
//   blocked m0, blocked x    only last: the thread waits for ever for a lock, or in an await on x
// rf=init is the initial value. Operations are counted from 0 per thread; instructions that do
// nothing to shared state (skip_if) are not operations. mo leaves out the initial write, which is
// always first; it leaves out mutexes, whose order the rf of their locks already fixes. Memory
// orders are left out, being fixed by the program. An execution is blocked iff some thread is.

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "tests/oracle/program.hpp"

namespace suture::oracle {

/// Names an operation: the index-th of the thread.
struct operation_id {
  unsigned thread = 0;
  unsigned index = 0;
  auto operator<=>(const operation_id&) const = default;
};

/// A write to read from: an operation, or none for the initial value.
using source = std::optional<operation_id>;

/// A location or a mutex.
struct place {
  bool is_mutex = false;
  unsigned number = 0;
  auto operator<=>(const place&) const = default;
};

struct operation {
  enum class kind { read, write, update, lock, unlock, fence, choice };
  kind what = kind::read;
  place where{};           ///< not of a fence or a choice
  value_type read = 0;     ///< of read, update; the alternative of a choice
  value_type written = 0;  ///< of write, update
  source from{};           ///< of read, update, lock
  bool spurious = false;   ///< of read
  bool compares = false;   ///< of read: a compare-exchange that failed; not part of the text
  bool plain = false;      ///< of read, write: not an atomic access; not part of the text
  /// Memory order in force (the failure order, if it failed); not part of the text.
  std::memory_order order = std::memory_order_relaxed;
};

struct execution {
  std::vector<std::vector<operation>> threads{};
  /// Where a thread is blocked for ever, if it is; one entry per thread.
  std::vector<std::optional<place>> blocked{};
  /// Per location the operations that write it, in modification order.
  std::vector<std::vector<operation_id>> modification_order{};
};

/// What an execution leaves behind: every register and the mo-latest value of every location.
struct outcome {
  std::vector<std::vector<value_type>> registers{};  ///< per thread
  std::vector<value_type> memory{};                  ///< per location
  bool operator==(const outcome&) const = default;
  bool operator<(const outcome& other) const {
    return std::tie(registers, memory) < std::tie(other.registers, other.memory);
  }
};

std::string to_text(const place& p);
std::string to_text(const operation& o);
std::string to_text(const execution& e);

/// "T0: r0=1 r1=0 | T1: | x=1 y=2".
std::string to_text(const outcome& o);
std::ostream& operator<<(std::ostream& out, const outcome& o);

}  // namespace suture::oracle
