// Histories made by simulation: several processes call an object that is atomic, so the history is
// linearizable; each operation takes effect at a step between its call and its return.
//
// For tests and benchmarks. Deterministic for a given seed, on every platform.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "checkers/linearizability/history.hpp"
#include "checkers/linearizability/model.hpp"
#include "checkers/linearizability/sequential_object.hpp"

namespace suture::linearizability::testing {

// SplitMix64: small, and the same everywhere, unlike the standard library's distributions.
class generator {
 public:
  explicit generator(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

struct drawn_call {
  std::string function;
  std::vector<value> arguments;
};

struct simulation {
  std::shared_ptr<const model> spec;
  std::size_t processes = 2;
  std::size_t operations = 10;
  std::function<drawn_call(generator&)> draw;
  bool leave_pending = false;  // stop while operations are running
  bool with_effects = true;    // tell the checker when each took effect
  // One in so many operations is slow: its process gets a hundredth of the others' turns.
  std::size_t slow_one_in = 0;
};

history simulate(const simulation& s, std::uint64_t seed);

}  // namespace suture::linearizability::testing
