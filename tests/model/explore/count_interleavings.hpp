// Random programs of semaphores, latches, once flags and timed locks, and all their interleavings
// by an independent way: step by step, in every order.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace suture::testing {

enum class count_action : std::uint8_t {
  acquire,      // of the semaphore, which begins at 1
  try_acquire,  // where it fails the next instruction is left out
  release,
  count_down,  // the latch, which begins at 2
  wait,        // for the latch
  begin_once,  // where another has done it the next instruction is left out
  end_once,
  timed_lock,  // of the mutex; where it times out the next instruction is left out
  unlock,
  load,
  store,
};

using count_program = std::vector<std::vector<count_action>>;  // a thread each

struct count_executions {
  std::uint64_t complete = 0;
  std::uint64_t blocked = 0;
};

count_program draw_count_program(std::mt19937& random);
std::string to_text(const count_program& p);
std::function<void()> body_of(const count_program& p);
count_executions interleave(const count_program& p);

}  // namespace suture::testing
