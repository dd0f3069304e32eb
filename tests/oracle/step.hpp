#pragma once

// What one instruction does to the thread that runs it, given the write that it reads.

#include <cstddef>
#include <vector>

#include "tests/oracle/execution.hpp"

namespace suture::oracle {

/// A thread part of the way through its instructions.
struct thread_state {
  std::size_t next = 0;  ///< instruction
  std::vector<value_type> registers{};
  std::vector<operation> operations{};
};

/// A write that an instruction might read.
struct written_value {
  source from{};
  value_type value = 0;
  bool is_updated = false;  ///< by an update that reads it already, so that no other may
};

/// The operation that a reading instruction becomes, and the flag that it sets.
struct read_result {
  operation made{};
  value_type flag = 0;
};

place place_of(const instruction& i);

/// What an instruction that reads may do with a write: nothing, one thing, or, for a weak
/// compare-exchange that would succeed, two.
std::vector<read_result> ways_to_read(const thread_state& t, const instruction& i,
                                      const written_value& write);

/// Each of these runs the thread's next instruction `i`, of the kind its name says; a local one
/// neither reads nor chooses.
void add_read(thread_state& t, const instruction& i, const read_result& result);
void add_choice(thread_state& t, const instruction& i, value_type alternative);
void add_local(thread_state& t, const instruction& i);

}  // namespace suture::oracle
