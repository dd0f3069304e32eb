// Weak compare-exchanges that fail by chance: is one in a run enough?
//
// A search lets one fail in each run, and then also the next try of that thread. Where the thread
// comes back to the same call, expects the same, stands as it stood and has done nothing meanwhile,
// the failure was nothing, and so are any number of them. Where it does something else (it counts
// its tries, or has another way to go), a further failure might matter: the search is bounded.
//
// The first time that it comes back it may stand differently for no reason, since what its frames
// do not use any more has changed; so that is judged by its second failure in a row. But it may
// also have left a mark once and for all, there or elsewhere (round_audit.hpp), and it may take two
// such marks to show: so others that leave marks may then fail in the same run, too.
//
// It is enough to judge where the thread still expects the same: for each run in which another
// value has come meanwhile there is one in which it was quicker, unless it had waited for that
// value. Not so where some run shows a thread that ends after such a failure: it may go on only
// because the other value has come, and have counted.
//
// Where it stands as it stood it is tried off the record (looping.cpp), as a loop is: it may count
// its failures in static data or in memory of malloc.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/engine/loops/standing.hpp"
#include "model/graph/graph.hpp"

namespace suture {

// Does thread `t` come to the next try after a failure by chance, with nothing but idle operations
// between? It is about to compare with `expected` after its first `position` events.
bool tries_again(const graph& g, thread_id t, std::uint32_t position, location_id l,
                 std::uint64_t expected);

// The last one of a thread, until the thread has shown what it makes of it.
class chance_failure {
 public:
  // A weak compare-exchange of the thread, as loop_watch::call has it; `effects` counts what the
  // thread has done so far that others could see or that depends on when it is done.
  struct call {
    const std::byte* top = nullptr;
    const std::byte* base = nullptr;
    std::uint32_t location = 0;
    std::uint64_t expected = 0;
    std::uint32_t effects = 0;
    std::uint64_t others = 0;     // operations of other threads so far
    std::uint64_t elsewhere = 0;  // state_elsewhere.cpp; it can be compared where none came
    std::uint32_t position = 0;   // events of the thread so far
    bool again = true;            // tries_again
    bool saw_news =
        false;  // it expects what it has read since, and might have read what was before
  };
  enum class made_of_it : std::uint8_t {
    nothing,  // it stands as it stood
    unclear,  // another run shows
    something,
  };

  bool open() const { return open_; }
  // Did it come as the next try after another?
  bool second() const { return second_; }
  // Has it left the thread standing otherwise than before?
  bool left_a_mark() const { return came_back_; }
  void forget() { open_ = came_back_ = false; }
  void keep(const call& c) {
    second_ = came_back_;
    came_back_ = false;
    open_ = there_.take(c.top, c.base);
    caller_ = caller_of(c.top);
    was_ = c;
  }
  // The thread is at a weak compare-exchange again. What did it make of the failure?
  made_of_it comes_to(const call& c) {
    open_ = false;
    const bool back = caller_of(c.top) == caller_ && c.top == was_.top &&
                      c.location == was_.location && c.effects == was_.effects;
    if (!back) return made_of_it::something;
    if (c.expected != was_.expected) {
      return c.saw_news ? made_of_it::unclear : made_of_it::something;
    }
    const bool same_elsewhere = c.others != was_.others || c.elsewhere == was_.elsewhere;
    if (same_elsewhere && there_.holds(c.top, c.base)) return made_of_it::nothing;
    came_back_ = !second_ && c.again;
    return came_back_ ? made_of_it::unclear : made_of_it::something;
  }
  // Which of the thread's events the failure is.
  std::uint32_t index() const { return was_.position - 1; }

 private:
  bool open_ = false;
  bool came_back_ = false;  // from the last one, and stands at the call
  bool second_ = false;     // the last one came as the next try after another
  const void* caller_ = nullptr;
  call was_;
  standing there_;
};

// Those of a run.
class chance_failures {
 public:
  void begin_run() {
    matter_ = others_ = false;
    marks_ = 0;
  }
  void matters() { matter_ = true; }
  void leaves_a_mark() { ++marks_; }
  void succeeds() { others_ = true; }  // a weak compare-exchange that might have failed
  bool might_matter_again() const { return (matter_ || marks_ > most_marked) && others_; }

  // So many failures that leave marks may be in a run beside those that may be in any.
  static constexpr std::uint32_t most_marked = 2;

 private:
  bool matter_ = false, others_ = false;
  std::uint32_t marks_ = 0;
};

}  // namespace suture
