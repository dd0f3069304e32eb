// An OS thread that looks after runs from outside: that their threads still reach operations, and
// that an exploration ends when its time is over.
//
// A thread that has computed for ten seconds of processor time, or slept for ten, without reaching
// an operation is sent a signal; fault.cpp then ends the run. What the machine gives to others does
// not count. Once the time is over the patience is a fraction of a second.
#pragma once

#include <csignal>

#include "model/run/pulse.hpp"

namespace suture {

// What a thread is sent whose pulse says `condemned`.
inline constexpr int watchdog_signal = SIGVTALRM;

// From when to when the calling OS thread, which makes the runs of that pulse, is watched.
void watch_progress(pulse& p);
void forget_progress(pulse& p);

// An OS thread that makes no run uses an object of the run with that number. If that run is still
// under way it ends with a finding.
void tell_invasion(std::uint32_t run);

// While it lives the runs of that pulse may go on for so many seconds; then pulse::interrupted is
// set, and the run that is under way is cut short. 0: no limit. One at a time for a pulse.
class deadline {
 public:
  deadline(pulse& p, double seconds);
  ~deadline();
  deadline(const deadline&) = delete;
  deadline& operator=(const deadline&) = delete;

  bool passed() const { return pulse_.interrupted.load(std::memory_order_relaxed); }

 private:
  pulse& pulse_;
  const bool set_;
};

// While it lives no deadline interrupts runs of that pulse, and one that has does no longer.
class timeless {
 public:
  explicit timeless(pulse& p);
  ~timeless();
  timeless(const timeless&) = delete;
  timeless& operator=(const timeless&) = delete;

 private:
  pulse& pulse_;
};

}  // namespace suture
