// Programs of locks and what can happen in them under sc, by trying every interleaving. The
// oracle's programs have locks too, but neither try_lock nor shared locks.
#pragma once

#include <cstddef>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace suture::testing {

enum class lock_action {
  lock,
  unlock,
  try_lock,  // where it fails, the next instruction, its unlock, is left out
  lock_shared,
  unlock_shared,
  load,
  store,
};

struct lock_instruction {
  lock_action what;
  std::size_t object;  // a shared_mutex; of loads and stores, an atomic
};

using lock_program = std::vector<std::vector<lock_instruction>>;  // by thread
constexpr std::size_t lock_objects = 2;

lock_program draw_lock_program(std::mt19937& random);
std::string to_text(const lock_program& p);

// The program as code to be run under the engine.
std::function<void()> body_of(const lock_program& p);

struct lock_executions {
  std::size_t complete = 0;
  std::size_t blocked = 0;
};

// How many different executions there are: who read what, and which writes came in which order.
lock_executions interleave(const lock_program& p);

}  // namespace suture::testing
