// A point in a thread.
#pragma once

#include <cstdint>

#include "model/graph/event.hpp"

namespace suture {

// After so many of the thread's events.
struct moment {
  thread_id thread = no_thread;
  std::uint32_t events = 0;
};

}  // namespace suture
