// How much more a search may do.
#pragma once

#include <chrono>
#include <cstdint>

#include "checkers/linearizability/problem.hpp"

namespace suture::linearizability {

// Made when a check begins, and asked at every step of its searches. Not for several threads.
class allowed_effort {
 public:
  explicit allowed_effort(const limits& bounds) : bounds_(bounds) {}

  // Takes one step; false if it may not be taken.
  bool step() {
    if (over_) return false;
    ++steps_;
    if (bounds_.steps != 0 && steps_ > bounds_.steps) over_ = true;
    constexpr std::uint64_t between_looks = 256;
    if (bounds_.seconds > 0 && steps_ % between_looks == 1) {
      const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin_;
      if (spent.count() > bounds_.seconds) over_ = true;
    }
    return !over_;
  }
  bool over() const { return over_; }
  std::uint64_t steps() const { return steps_; }

 private:
  const limits& bounds_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::uint64_t steps_ = 0;
  bool over_ = false;
};

}  // namespace suture::linearizability
