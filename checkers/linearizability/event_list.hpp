// A part of a history as a list of calls and returns from which operations can be lifted out and
// put back in constant time each, the data structure of Wing and Gong's search.
#pragma once

#include <span>
#include <vector>

#include "checkers/linearizability/problem.hpp"

namespace suture::linearizability {

// Events are in order of time, calls first where times are equal, and numbered so from 1; the last
// one is a return that belongs to nobody. Operations go by their position in the part, which is the
// order of calls. A pending operation has a call only.
class event_list {
 public:
  static constexpr word none = 0;  // the head of the list: nothing one could look at

  event_list(const problem& p, std::span<const word> part);

  word first() const { return next_[0]; }
  word next(word event) const { return next_[event]; }
  bool is_call(word event) const { return return_of_[event] != no_call; }
  // An event that was taken out still knows its neighbour before it.
  word next_after_lift(word event) const { return next_[previous_[event]]; }
  word operation(word event) const { return operation_[event]; }
  word call_of(word op) const { return call_of_[op]; }

  // Takes a call and its return out, and puts them back; the latter in opposite order.
  void lift(word call) {
    unlink(call);
    if (return_of_[call] != none) {
      unlink(return_of_[call]);
    }
  }
  void unlift(word call) {
    if (return_of_[call] != none) {
      relink(return_of_[call]);
    }
    relink(call);
  }

 private:
  static constexpr word no_call = ~word{0};

  void unlink(word event) {
    next_[previous_[event]] = next_[event];
    previous_[next_[event]] = previous_[event];
  }
  void relink(word event) {
    next_[previous_[event]] = event;
    previous_[next_[event]] = event;
  }

  std::vector<word> next_;
  std::vector<word> previous_;
  std::vector<word> return_of_;  // by event; none for a pending call, no_call for a return
  std::vector<word> operation_;  // by event
  std::vector<word> call_of_;    // by operation
};

}  // namespace suture::linearizability
