// A litmus test: a small concurrent program, and what is asked of its executions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "litmus/expression.hpp"
#include "litmus/proposition.hpp"

namespace suture::litmus {

// A shared variable. Atomic if it is declared so or used by an atomic call anywhere in the test;
// else plain data, on which threads may race.
struct location {
  std::string name;
  bool atomic = false;
  value initial = 0;
};

struct thread {
  std::string name;                 // "P0"
  std::vector<std::string> locals;  // "r0", …: the thread's registers
  std::vector<value> initial;       // of each local
  std::vector<statement> body;
  std::uint32_t line = 0;
};

enum class quantifier : std::uint8_t { exists, not_exists, forall };

struct test {
  std::string file;  // as given; call sites point into it, so a test that runs must stay in place
  std::string name;
  std::string doc;  // the quoted string below the name, if any
  std::vector<location> locations;
  std::vector<thread> threads;
  quantifier asks = quantifier::forall;
  proposition condition;              // without one, forall true
  std::optional<proposition> filter;  // executions that do not satisfy it are left out
  std::vector<observable> shown;      // what a state shows, in order, each once
};

}  // namespace suture::litmus
