// Small programs of which it is known what every execution of them comes to. They are what notices
// a rule of the engine that is broken (mutation_test.cpp) where neither counts of litmus tests nor
// random programs of plain instructions can.
//
// A family of cases is a file of its own, listed in all_cases.cpp.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "model/run/limits.hpp"

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
  const char* tso = "";

  friend std::ostream& operator<<(std::ostream& out, const engine_case& c) { return out << c.name; }
};

using engine_cases = std::vector<engine_case>;

engine_cases counting_cases();
engine_cases life_cases();
engine_cases lock_cases();
engine_cases loop_cases();
engine_cases memory_cases();
engine_cases misuse_cases();
engine_cases order_cases();
engine_cases place_cases();
engine_cases primitive_cases();
engine_cases sleep_cases();
engine_cases thread_cases();
engine_cases time_cases();
engine_cases tso_cases();
engine_cases value_cases();

engine_cases all_cases();

// What the search and 2,000 random runs say of the case otherwise than expected; empty where
// nothing is. Random runs see a finding exactly where one is expected.
std::string difference(const engine_case& c);

// What has to be asked in another way: what a finding says, what an estimate or a budget comes to.
struct engine_answer {
  const char* name;
  std::string (*given)();
  const char* right;

  friend std::ostream& operator<<(std::ostream& out, const engine_answer& a) {
    return out << a.name;
  }
};

using engine_answers = std::vector<engine_answer>;

engine_answers finding_answers();
engine_answers budget_answers();
engine_answers state_answers();

engine_answers all_answers();

// Empty where the answer is right.
std::string difference(const engine_answer& a);

}  // namespace suture::testing
