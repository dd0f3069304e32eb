// The table expected.txt.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace suture::litmus {

struct expected_outcome {
  std::string observation;                  // Sometimes, Never, Always or Undef
  std::optional<std::uint64_t> executions;  // none for Undef
};

struct expectation {
  std::string name;  // of the test, and of its file without ".litmus"
  expected_outcome rc11, sc, tso;
  std::string file() const;
};

// All of the table. Throws std::runtime_error at a line it does not understand.
std::vector<expectation> read_expectations();

// How GoogleTest shows one, and what it calls the test made from it.
void PrintTo(const expectation& e, std::ostream* out);
std::string case_name(const expectation& e);

}  // namespace suture::litmus
