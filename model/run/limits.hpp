// How far a run may go, and how much the environment may do to it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/run/block.hpp"

namespace suture {

struct limits {
  // Events in a run; one more and the run is cut off. The default lets 5 × 2000 locked increments
  // through with room to spare and ends a runaway loop within a second.
  std::uint32_t events = 200'000;
  // Is a run that was cut off a finding (it does not end), or the bound of a search?
  bool endless_is_finding = true;
  // How often a thread may go round a loop that has no effect, each time with another state, before
  // it is taken to be waiting for a change of what it reads (at least 1): rounds are counted at one
  // call, as long as nothing new is read. A search that does not let it look again then ends the
  // run as `bounded`.
  std::uint32_t spins = 64;
  // How often in a run a sleeper may wake for no reason (spurious wake-up, EINTR). Each is a
  // choice.
  std::uint32_t spurious_wakeups = 1;
  // How many allocations in a run may fail. Each is a choice.
  std::uint32_t allocation_failures = 0;
  // How often in a run the virtual clock may jump. Each is a choice.
  std::uint32_t clock_jumps = 1;
  // How often in a run each thread's timed waits may end by their time-out while others could go
  // on. A run of a search in which a thread would have had another is cut off (run_end::bounded);
  // whoever samples lets it happen where nobody can go.
  std::uint32_t time_outs = 2;
  // Of a shared mutex: a writer that waits keeps new readers out, as in Go and, if asked, in glibc.
  // The standard leaves it open. A thread that holds the mutex shared may then take it shared
  // again, which is undefined otherwise: that it waits for ever behind a writer is what is to be
  // seen.
  bool writers_first = false;
  reuse_policy reuse = reuse_policy::none;
  // Of each logical thread. Room costs address space only until it is used.
  std::size_t stack_bytes = std::size_t{256} << 10U;
};

// What happens rarely, and at most so often in a run.
enum class chance : std::uint8_t { wake_up, failed_allocation, clock_jump };
inline constexpr std::size_t chances = 3;

}  // namespace suture
