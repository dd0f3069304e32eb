// Where in a run an object's lifetime began and ended.
#pragma once

#include <cstdint>

#include "model/graph/moment.hpp"
#include "model/run/object_labels.hpp"
#include "model/sync/engine/hooks.hpp"
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

inline constexpr std::uint32_t no_plain = 0xFFFFFFFFU;  // number of no plain data

// Of plain data.
struct plain_life : lifetime {
  std::uint32_t ordinal = 0;        // among those its maker has made
  hooks::cell* referent = nullptr;  // once it has been accessed atomically
};

// Of a synchronisation object.
struct made_cell : lifetime {
  bool counted_blind = false;  // if it turns out to be a refcount
  primitive kind = primitive::atomic;
  bool plainly = false;            // it has been accessed plainly, too
  std::uint32_t plain = no_plain;  // of plain data that is accessed atomically: its number
  std::uint32_t label = object_labels::none;  // of one whose lifetime is over: that it had
};

}  // namespace suture
