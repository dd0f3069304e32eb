// How a run can end.
#pragma once

#include <cstdint>

namespace suture {

enum class run_end : std::uint8_t {
  complete,   // every thread ran to its end
  blocked,    // some thread waits for what can no longer happen
  moot,       // some thread waits for what has happened but was not looked at: not an execution
  abandoned,  // an assumption failed
  bounded,    // a limit cut it off
  failed,     // a finding was reported
};

}  // namespace suture
