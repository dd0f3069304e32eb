// What the operations of the run under way have given back so far.
//
// In no frame of the run's threads, for those are dropped, not unwound, where it ends early. Runs
// come one after the other (world.hpp).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/graph/event.hpp"

namespace suture::native {

struct run_record {
  static constexpr std::size_t idle = static_cast<std::size_t>(-1);

  std::vector<std::string> words;      // by operation; the last is the observation's
  std::vector<std::size_t> under_way;  // by thread: which operation
  std::vector<thread_id> started;

  std::size_t& of_thread();  // the running one's, of under_way
};
extern run_record record;

}  // namespace suture::native
