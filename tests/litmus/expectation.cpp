#include "tests/litmus/expectation.hpp"

#include <fmt/format.h>

#include <cctype>
#include <fstream>
#include <ostream>
#include <sstream>
#include <stdexcept>

namespace suture::litmus {

namespace {

expected_outcome parse_outcome(std::istream& in) {
  expected_outcome result;
  std::string executions;
  in >> result.observation >> executions;
  if (executions != "-") result.executions = std::stoull(executions);
  return result;
}

}  // namespace

std::string expectation::file() const {
  return fmt::format("{}/{}.litmus", SUTURE_LITMUS_FILES, name);
}

std::vector<expectation> read_expectations() {
  std::ifstream in(SUTURE_LITMUS_FILES "/expected.txt");
  if (!in) throw std::runtime_error("expected.txt cannot be read");
  std::vector<expectation> result;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    expectation e;
    words >> e.name;
    e.rc11 = parse_outcome(words);
    e.sc = parse_outcome(words);
    e.tso = parse_outcome(words);
    if (!words) throw std::runtime_error("expected.txt: " + line);
    result.push_back(std::move(e));
  }
  return result;
}

void PrintTo(const expectation& e, std::ostream* out) { *out << e.name; }

// Only letters, digits and `_` may stand in the name of a test, and no two may be equal.
std::string case_name(const expectation& e) {
  std::string result;
  for (const char c : e.name) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      result += c;
    } else {
      result += c == '+' ? "_plus_" : "_";
    }
  }
  return result;
}

}  // namespace suture::litmus
