// Programs over the whole of `sync`, drawn at random: two or three threads of a few operations
// each.
#pragma once

#include <rapidcheck.h>

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "model/run/limits.hpp"
#include "tests/whole/operation.hpp"

namespace suture::whole {

struct step {
  unsigned family = 0;     // among families()
  unsigned operation = 0;  // among the family's
  arguments with{};

  const whole::operation& what() const { return families()[family].operations[operation]; }
  friend bool operator==(const step&, const step&) = default;
};

// What may happen to the runs of a program: see limits.
struct environment {
  std::uint8_t allocation_failures = 0;
  std::uint8_t spurious_wakeups = 1;
  bool memory_comes_again = false;
  bool writers_first = false;

  friend bool operator==(const environment&, const environment&) = default;
};

limits limits_of(const environment& e);

struct program {
  std::vector<std::vector<step>> threads;
  environment around = {};

  std::size_t steps() const;
  // The families that it uses, in their order.
  std::vector<unsigned> used() const;
  friend bool operator==(const program&, const program&) = default;
};

std::string to_text(const environment& e);
// As C++, but for the frame around it.
std::string to_text(const program& p);
std::ostream& operator<<(std::ostream& out, const program& p);

// What programs are drawn from: those families that `names` names (all, where it names none).
struct palette {
  std::vector<std::string> names = {};
  unsigned most_steps = 7;
};

// Shrinks to what has fewer threads, steps, and arguments that are 0.
rc::Gen<program> programs(const palette& from);

// The program as a body to be checked. Its outcome, in a run that comes to its end, is what every
// thread noted and what is left at the end: `*outcome` after that run. Both must outlive the body.
std::function<void()> body_of(const program& p, std::string* outcome);

}  // namespace suture::whole
