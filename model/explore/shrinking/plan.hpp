// A schedule as blocks of steps, fit to be changed.
//
// A schedule numbers the questions of its run, so that without one answer all later ones are
// answers to other questions. A plan says the same by what does not move when something before it
// is left out: each thread goes on until it has made so many events of its own, and what is odd in
// a run (a stale read, a write that does not come last, a choice that is not the ordinary one)
// stands at a place in its thread.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "model/graph/event.hpp"

namespace suture {

// The thread goes on until it has made `until` events, or can not go on.
struct plan_block {
  static constexpr std::uint32_t end = std::numeric_limits<std::uint32_t>::max();

  thread_id thread = 0;
  std::uint32_t until = end;

  friend bool operator==(const plan_block&, const plan_block&) = default;
};

// What the event number `at` of the thread does that is not the default.
struct oddity {
  enum class what : std::uint8_t { read, place, choice };

  thread_id thread = 0;
  std::uint32_t at = 0;
  what kind = what::read;
  // The write that is read, or directly after which a write is placed; no_thread: the initial one.
  thread_id writer = no_thread;
  std::uint32_t written_at = 0;
  std::uint32_t choice = 0;
  bool by_chance = false;  // a weak compare-exchange fails

  friend bool operator==(const oddity&, const oddity&) = default;
};

// Where a block can not go on the next one that can takes its turn. After the last one threads go
// on as the base policy has it (base_policy.hpp).
struct plan {
  std::vector<plan_block> blocks;
  std::vector<oddity> odd;

  std::size_t size() const { return blocks.size() + odd.size(); }
  friend bool operator==(const plan&, const plan&) = default;
};

}  // namespace suture
