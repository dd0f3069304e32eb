// Rules of the search that a test build breaks one at a time, to show that the tests would notice
// (tests/model/explore/mutation_test.cpp). In every other build nothing is broken, at compile time.
//
// Three rules are not here because another one says the same in this search, so that no program can
// notice their absence. They are kept because they are cheaper than what they spare:
// - A second lock attempt does not find what the first has ruled out (exhaustive.cpp, ruled_out).
//   Taking such a value would need a revisit that drops the write by which the first attempt was
//   displaced, which unpolled_before forbids, since the operations on a lock are totally ordered.
// - A blind change says of zero what is so given what was there before it (maximality.cpp). Where
// it
//   does not, either another one that reached zero was there, which nothing_after_zero looks at, or
//   the counter could reach zero early and is not counted blind.
// - A thread's start stays with its creation (keep_for). It would be made again at once.
#pragma once

#include <cstdint>

namespace suture {

enum class rule : std::uint8_t {
  none,
  maximal_reads,        // a read is dropped only where it read the latest
  maximal_writes,       // a write is dropped only where it was last and nobody had waited for it
  maximal_spurious,     // a failure by chance is never dropped
  maximal_choices,      // a choice is dropped only where it took the ordinary outcome
  maximal_counts,       // a blind change is dropped only where it was added so
  nothing_after_zero,   // which none is once the counter has reached zero
  trigger_not_there,    // what revisits was not there before
  unread_before,        // a write that an earlier event read is not dropped
  unpolled_before,      // nor one that an earlier lock attempt was displaced by
  atomic_revisits,      // a revisiting write does not come between an update and what it read
  coherent_reads,       // a read does not look behind what its thread knows
  coherent_writes,      // a write does not go behind what its thread knows
  coherent_revisits,    // nor does a revisiting write
  other_reads,          // a read tries what is not the latest
  other_places,         // a write tries places that are not the last
  other_revisits,       // and so does a revisiting write
  chance_first,         // a weak compare-exchange may fail by chance
  chance_revisited,     // and on the value that a revisit gives it
  completed_updates,    // an update that a revisit has completed revisits in its turn
  displaced_updates,    // an update may take what another one read first
  awaited_values,       // a waiting read does not settle for an older value that fails
  consistent_reads,     // the memory model is asked about a read's alternatives
  consistent_revisits,  // and about a revisit
  other_zeros,          // each decrement that can come last does
  early_zeros,          // a counter that may reach zero early is not counted blind
  last = early_zeros,
};

#ifdef SUTURE_MUTATION
inline rule broken_rule = rule::none;
inline bool mutated(rule r) { return r == broken_rule; }
#else
constexpr bool mutated(rule) { return false; }
#endif

}  // namespace suture
