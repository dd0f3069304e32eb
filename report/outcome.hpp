// What came of checking one variant of a scenario, and how far the runs reached.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/explore/pass_meaning.hpp"
#include "model/run/finding.hpp"

namespace suture::report {

// How far runs reached and what they cost. Where nothing of it is known, all is 0.
struct coverage {
  std::uint64_t executions = 0;     // complete
  std::uint64_t blocked = 0;        // who waits would wait for ever
  std::uint64_t moot = 0;           // given up: who waits had not looked at what has happened since
  std::uint64_t cut_off = 0;        // by a bound
  std::uint64_t abandoned = 0;      // because an assumption did not hold
  std::uint64_t failed = 0;         // with a finding
  std::uint64_t operations = 0;     // in all runs
  std::uint64_t longest_run = 0;    // operations
  std::uint64_t graphs = 0;         // kept at a time
  std::uint64_t peak_bytes = 0;     // most memory the process has had
  std::uint64_t plain_objects = 0;  // watched for races, in the run that had most
  bool exhausted = false;           // there was nothing left to try
};

// "1680 executions, 12 blocked; 30.2 operations a run, 34 in the longest; 12 graphs at a time;
// 405000 runs/s; 9 MB"
std::string to_words(const coverage& c, double seconds);

struct outcome {
  // Where something that the finding rests on stands.
  struct place {
    std::string what;  // "thread 1 writes"
    std::string file;  // as the compiler had it, or relative to the repository
    std::string function;
    std::uint32_t line = 0;
  };
  struct found {
    std::string kind;
    std::string message;
    std::string token;            // may be empty: no run that could be recorded
    std::vector<place> places{};  // known ones, the decisive one first
    std::string replay{};         // the command that shows it again; empty without a token
  };
  // What the runs were made by: two outcomes that agree on all but `shard` are parts of one check.
  struct search {
    std::string strategy;
    std::string memory;
    std::uint64_t seed = 1;
    bool blind = true;                 // refcount changes commute
    std::string around;                // what may happen in a run, in words
    std::uint32_t shard = 1;           // part of
    std::uint32_t shards = 1;          // so many
    std::uint32_t cut = 0;             // depth at which the search was divided; 0: it was not
    std::string code;                  // what tells the code under test from another: see code_mark
    std::vector<std::string> refused;  // counters that do not commute after all
    std::uint64_t found_in = 0;        // item of the division that the finding is in
  };

  std::string scenario;  // "str.utf8_cache"
  std::string variant;   // "lock=none"; may be empty
  std::string expected;  // "verified", or a kind of finding
  std::string verdict;   // "verified", "passed", "found", "bounded", "part", "inconclusive"
  std::optional<found> finding;
  bool as_expected = false;   // of a part: nothing in it speaks against it
  std::uint64_t runs = 0;     // that came to an end, the failing one included
  std::uint64_t blocked = 0;  // that could not
  double seconds = 0;
  std::string guarantee;  // what the verdict rests on, in words
  search made_by;
  report::coverage covered;
  pass_meaning meaning;  // of a verdict without a finding
  std::string text;      // the finding explained; in the JSON of results where it is not expected
};

// `replay`: the command, {} its token.
outcome::found found_of(const finding& f, const std::string& replay = "suture replay {}");

// "str.utf8_cache/lock=none"
std::string name_of(const outcome& o);
// The part of the name before the first dot.
std::string family_of(const outcome& o);
// "found leak", or the verdict as it is.
std::string verdict_of(const outcome& o);
// "found leak, as expected", "found race instead of leak", "part 2 of 3, nothing against it".
std::string judgement_of(const outcome& o);

// How much an outcome weighs for whoever reads only what needs attention.
enum class weight : std::uint8_t {
  none,      // as expected
  unproven,  // nothing speaks against it, but it is not verified as it should be
  fault,     // another finding than expected, or none where one was
};
weight weight_of(const outcome& o);

}  // namespace suture::report
