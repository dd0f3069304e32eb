// Results for other programs.
#pragma once

#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "report/outcome.hpp"

namespace suture::report {

// The number of the schema that results are written to: docs/json-schema/results.schema.json. It
// changes where a reader of the old one could stumble; members may be added without that.
inline constexpr unsigned results_schema = 1;

// {"schema": 1, "results": [{"scenario", "variant", "expected", "verdict", "finding": {"kind",
// "message", "token", "replay", "places": [{"what", "file", "line", "function"}]} or null,
// "as_expected", "runs", "blocked", "seconds", "guarantee", "search": {…}, "coverage": {…},
// "text"}]}, indented, with a line end. The names in "search" and "coverage" are those of outcome's
// members; "text" is there where the outcome is not as expected. What is no UTF-8 is replaced.
std::string to_json(std::span<const outcome> results);
// And back. Throws std::runtime_error that says what is wrong with it.
std::vector<outcome> from_json(std::string_view text);

// One outcome with its text, as one line, and back. Throws std::runtime_error for anything else.
std::string to_line(const outcome& o);
outcome from_line(std::string_view line);

// One variant of the catalogue, as `suture list --json` shows it.
struct listed {
  std::string scenario;
  std::string variant;
  std::string expected;
  std::map<std::string, std::string> otherwise;  // by memory model, where it differs
  std::string summary;
  std::string provenance;
  unsigned threads = 0;
};

// The number of the schema of a catalogue: docs/json-schema/catalogue.schema.json.
inline constexpr unsigned catalogue_schema = 1;

// {"schema": 1, "scenarios": [{"scenario", "variant", "expected", "expected_otherwise": {memory
// model: verdict}, "expected_under_sc", "summary", "provenance", "threads"}]}; expected_under_sc,
// empty where it does not differ, says the same for sc as expected_otherwise does.
std::string to_json(std::span<const listed> catalogue);

}  // namespace suture::report
