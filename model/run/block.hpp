// A block of memory that code under test has allocated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/graph/moment.hpp"
#include "model/run/object_labels.hpp"

namespace suture {

enum class reuse_policy : std::uint8_t { none, lifo };
enum class block_state : std::uint8_t { live, retired, freed };

struct block {
  thread_id thread = no_thread;  // identity: allocating thread and
  std::uint32_t ordinal = 0;     // how many it had allocated before
  std::byte* address = nullptr;
  std::size_t bytes = 0;
  block_state state = block_state::live;
  moment allocated, ended;  // ended: freed or retired
  sync::site allocated_at, ended_at;
  const char* name = nullptr;
  std::uint32_t label = object_labels::none;  // the number of the name: see object_labels.hpp
  bool type_stable = false;                   // its atomics outlive their destructors
  std::vector<std::byte> parked;              // what a retired block held
};

}  // namespace suture
