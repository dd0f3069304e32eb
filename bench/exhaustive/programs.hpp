// Programs whose number of executions is known.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace exhaustive_bench {

struct program {
  std::string name;
  std::function<void()> body;
  std::uint64_t rc11;  // complete executions
  std::uint64_t sc;
};

// About thirty events a run.
std::vector<program> of_thirty_events();

// Those that GenMC publishes times of (Kokologiannakis and Vafeiadis, "GenMC: A Model Checker for
// Weak Memory Models", CAV 2021, and its test suite).
std::vector<program> of_genmc();

// Two threads that make `events` events of their own between them and meet once: two executions.
program long_run(std::uint32_t events);

// `ways` choices between two, by a body that owns standard containers: 2^ways executions.
program many_runs(std::uint32_t ways);

}  // namespace exhaustive_bench
