// Rounds of a loop that are gone off the record.
//
// A thread that stands as it stood before (loop_watch.hpp) will repeat what it did since, unless it
// keeps a state where nobody looks. Before it is held for good it goes round some more times: each
// operation must be the one that it was in the recorded round, and is answered as it was there,
// without an event. Where something else comes, or the loop ends, there is such a state.
#pragma once

#include <cstdint>

#include "model/graph/graph.hpp"

namespace suture {

class retrace {
 public:
  enum class step : std::uint8_t { answered, over, strayed };
  // How often what is tried goes round at least, and how often for the first time; then memory is
  // looked at when `half` are left. Primes, from one look to the next: a state that comes round
  // again is not met where it was.
  static constexpr std::uint32_t usual = 67, half = 521, thorough = half + 523;

  bool on() const { return on_; }
  bool at_end() const { return at_ == last_; }  // of a round
  void stop() { on_ = false; }
  // The thread's events from `first` up to before `last` are the round.
  void begin(std::uint32_t first, std::uint32_t last, std::uint32_t rounds,
             const sync::site& where) {
    on_ = true;
    first_ = at_ = first;
    last_ = last;
    rounds_ = rounds;
    yields_ = 0;
    rejoins_ = false;
    where_ = where;
  }
  // Once it is over, the thread goes on on the record where it began.
  void rejoin() { rejoins_ = true; }
  bool rejoins() const { return rejoins_; }
  // `proto`, or a yield where that is null, comes next; `own` are the thread's events. Where it is
  // answered, `known` is the event that does (for a yield no_event).
  step take(const graph& g, thread_id t, const event* proto, event_id& known);
  const sync::site& where() const { return where_; }
  std::uint32_t rounds_left() const { return rounds_; }

 private:
  bool on_ = false, rejoins_ = false;
  std::uint32_t first_ = 0, last_ = 0;
  std::uint32_t at_ = 0;      // the next event of the round
  std::uint32_t rounds_ = 0;  // still to go
  std::uint32_t yields_ = 0;  // since the last event
  sync::site where_;          // at which the loop was recognised
};

}  // namespace suture
