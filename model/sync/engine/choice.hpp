// What is up to the environment: waiting, choices, time, and what the test says about it all.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "model/sync/engine/hooks.hpp"

namespace suture::sync {
inline namespace engine_backend {

// Lets others go first; waits for nothing (spin_until does).
inline void yield(site where = site::current()) { hooks::yield(where); }

// Waits until done() holds. done may only read; it is asked again when something it read changed.
template <class Predicate>
void spin_until(Predicate&& done, site where = site::current()) {
  hooks::spin_begin(where);
  while (!done()) hooks::spin_again(where);
  hooks::spin_end();
}

// A number below n, every one of which the search tries. 0 is the ordinary outcome.
inline std::uint32_t choose(std::uint32_t n, site where = site::current()) {
  return hooks::choose(n, where);
}

// Virtual time. It advances by a nanosecond for whatever the run does, a call of now included, and
// may jump by a millisecond as a choice within the run's allowance.
struct clock {
  using duration = std::chrono::nanoseconds;
  static duration now(site where = site::current()) { return duration(hooks::now(where)); }
};

// A condition the code promises: a run in which it fails is a finding.
inline void check(bool holds, const char* message, site where = site::current()) {
  hooks::check(holds, message, where);
}
inline void check(bool holds, const std::string& message, site where = site::current()) {
  hooks::check(holds, message.c_str(), where);
}

// A condition the test takes for granted: a run in which it fails is abandoned and not counted.
inline void assume(bool holds, site where = site::current()) { hooks::assume(holds, where); }

// A line in the trace, in the calling thread's column, at the place where it is said. No operation:
// it orders nothing, and is no place to switch. Nothing where no trace is made. (Its text is made
// in every run, so keep formatting out of hot loops.)
inline void note(std::string_view text, site where = site::current()) { hooks::note(text, where); }

// What the calling thread is called from now on: at the head of its column, and beside its number
// in texts: "thread 1 (reader)". It is copied.
inline void name_thread(std::string_view name) { hooks::name_thread(name); }

// A name for traces. `name` must outlive the run, as a literal does.
template <class T>
void label(const T& object, const char* name) {
  hooks::label(&object, name);
}
template <class T>
void label(T* const& block, const char* name) {
  hooks::label_block(block, name);
}

}  // namespace engine_backend
}  // namespace suture::sync
