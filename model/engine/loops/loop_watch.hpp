// Does a thread go round in a loop that has no effect?
//
// Operations that nobody else can see (a read, an update that writes back what it read, a yield)
// are *idle*. In a stretch of idle operations the watch marks a place, the call of one of them, and
// keeps what the thread's stack and registers hold there (standing.hpp). When the thread comes by
// again and stands as it stood, it has gone round. When it comes by again and again and never
// stands as before, as a loop that counts its attempts, it has gone round so many times.
//
// Which place and which round: Brent, "An improved Monte Carlo factorization algorithm", BIT 20
// (1980), section 2. A mark that is not met again is given up for a later one, with a patience that
// doubles; what was kept at a mark is renewed after 1, 2, 4, … rounds, so that a cycle of several
// rounds is found too.
//
// Costs a counter where nothing goes round.
#pragma once

#include <algorithm>
#include <cstdint>

#include "model/engine/loops/standing.hpp"

namespace suture {

enum class round_seen : std::uint8_t {
  none,      // nothing to be said
  repeated,  // the thread stands as it stood after since() of its events
  counted,   // it has passed the mark as often as is allowed, the last time after since() events
};

class loop_watch {
 public:
  // An idle operation of the thread, before it is made.
  struct call {
    const std::byte* top = nullptr;   // of the caller's stack, which
    const std::byte* base = nullptr;  // begins there
    std::uint32_t location = 0;       // on which, if on one
    std::uint32_t position = 0;       // events of the thread so far
    bool eager = false;               // it is likely to be in a loop
  };

  void begin() {
    idle_ = 0;
    mark_ = nullptr;
  }
  // The thread has done something that others could see, or that depends on when it is done.
  void effect() {
    begin();
    ++effects_;
  }
  std::uint32_t effects() const { return effects_; }  // so far
  // It has made an idle operation.
  void idle() { ++idle_; }
  // It has read something that it had not read before: the rounds are counted anew.
  void news() { rounds_ = 1; }

  // Is the next idle operation to be looked at? The first of a stretch is where it is rare.
  bool looks(bool rare) const { return rare || idle_ != 0; }
  // Is there a mark?
  bool marked() const { return mark_ != nullptr; }

  // The thread is about to make an idle operation. `allowed`: see round_seen::counted.
  round_seen look(const call& c, std::uint32_t allowed);
  // Has it passed the mark as often as is allowed, whatever it looked like there?
  bool worn(std::uint32_t allowed) const { return rounds_ > allowed; }
  // The event count of the round before, where look() has just said something else than `none`.
  std::uint32_t since() const { return since_; }
  // It stands as it stood, and goes on all the same: from here on.
  void goes_on(std::uint32_t position) { since_ = position; }

 private:
  void mark(const call& c, const void* caller);
  void keep(const call& c);

  std::uint32_t idle_ = 0;  // operations of the stretch
  std::uint32_t effects_ = 0;
  const void* mark_ = nullptr;  // the return address of the marked call, null before it
  const std::byte* top_ = nullptr;
  std::uint32_t location_ = 0;
  bool eager_ = false;          // the mark is
  bool kept_ = false;           // is there something to compare with?
  std::uint32_t last_met_ = 0;  // idle_ when the thread was last at the mark
  std::uint32_t patience_ = 0;  // after so many more the mark is given up
  std::uint32_t rounds_ = 0;    // how often it was there, with nothing new to read
  std::uint32_t times_ = 0;     // how often it was there
  std::uint32_t renew_at_ = 0;  // of those: when what was kept is renewed
  std::uint32_t since_ = 0;
  std::uint32_t met_at_ = 0;  // the position then
  standing there_;
};

}  // namespace suture
