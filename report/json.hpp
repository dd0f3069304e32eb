// Results for other programs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace suture::report {

// What came of checking one variant of a scenario.
struct outcome {
  struct found {
    std::string kind;
    std::string message;
    std::string token;  // may be empty: no run that could be recorded
  };
  std::string scenario;  // "str.utf8_cache"
  std::string variant;   // "lock=none"; may be empty
  std::string expected;  // "verified", or a kind of finding
  std::string verdict;   // "verified", "passed", "found", "bounded", "inconclusive"
  std::optional<found> finding;
  bool as_expected = false;
  std::uint64_t runs = 0;     // that came to an end, the failing one included
  std::uint64_t blocked = 0;  // that could not
  double seconds = 0;
  std::string guarantee;  // what the verdict rests on, in words
  std::string text;       // the finding explained; not in the JSON of results
};

// {"results": [{"scenario", "variant", "expected", "verdict", "finding": {"kind", "message",
// "token"} or null, "as_expected", "runs", "blocked", "seconds", "guarantee"}]}, indented, with a
// line end. What is no UTF-8 is replaced.
std::string to_json(std::span<const outcome> results);

// One outcome with its text, as one line, and back. Throws std::runtime_error for anything else.
std::string to_line(const outcome& o);
outcome from_line(std::string_view line);

// One variant of the catalogue, as `suture list --json` shows it.
struct listed {
  std::string scenario;
  std::string variant;
  std::string expected;
  std::string expected_under_sc;  // empty where it does not differ
  std::string summary;
  std::string provenance;
  unsigned threads = 0;
};

// {"scenarios": [{"scenario", "variant", "expected", "expected_under_sc", "summary", "provenance",
// "threads"}]}
std::string to_json(std::span<const listed> catalogue);

}  // namespace suture::report
