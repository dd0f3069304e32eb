// Where in a run an object's lifetime began and ended.
#pragma once

#include "model/execution/heap.hpp"
#include "model/sync/site.hpp"

namespace suture {

// How a lifetime ends. Each is a write to the object: every use must be ordered before it.
enum class ending : std::uint8_t {
  destroyed,  // by its destructor
  freed,      // with the memory it lay in
  replaced,   // by another object made in its place
};

struct lifetime {
  const void* address = nullptr;  // null once it is over
  moment made, ended;
  sync::site made_at, ended_at;
};

}  // namespace suture
