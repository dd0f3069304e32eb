// Small programs of which it is known what every execution of them comes to. They are what notices
// a rule of the engine that is broken (mutation_test.cpp) where neither counts of litmus tests nor
// random programs of plain instructions can.
//
// A family of cases is a file of its own, listed in all_cases.cpp.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "model/execution/limits.hpp"

namespace suture::testing {

struct engine_case {
  const char* name;
  void (*body)();
  // What the exhaustive search comes to, as text_of says it: "race"; "3 complete"; "3 complete, 1
  // blocked". Empty: that model is not asked.
  const char* sc;
  const char* rc11;
  // May change the limits of the case's runs.
  void (*adjust)(limits& l) = nullptr;

  friend std::ostream& operator<<(std::ostream& out, const engine_case& c) { return out << c.name; }
};

using engine_cases = std::vector<engine_case>;

engine_cases life_cases();
engine_cases lock_cases();
engine_cases loop_cases();
engine_cases memory_cases();
engine_cases order_cases();
engine_cases primitive_cases();
engine_cases sleep_cases();
engine_cases thread_cases();

engine_cases all_cases();

// What the search and 2,000 random runs say of the case otherwise than expected; empty where
// nothing is. Random runs see a finding exactly where one is expected.
std::string difference(const engine_case& c);

}  // namespace suture::testing
