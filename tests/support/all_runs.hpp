// What a strategy sees of a program: every run's canonical text and outcome.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "model/engine/execution.hpp"
#include "model/explore/strategy.hpp"
#include "tests/oracle/enumerate.hpp"
#include "tests/oracle/program.hpp"
#include "tests/support/thread_reader.hpp"

namespace suture::testing {

struct runs_seen {
  std::map<std::string, unsigned> complete;  // canonical text → in how many runs
  std::map<std::string, unsigned> blocked;
  std::set<oracle::outcome> outcomes;
  std::set<oracle::outcome> blocked_outcomes;
  std::uint64_t runs = 0;
  std::uint64_t moot = 0;
  bool exhausted = false;  // the strategy had no further run
  std::string trouble;     // a finding, or a graph that is none of the program; empty: none
};

// Runs programs under one memory model. Making one is slow beside running a small program.
class program_runner {
 public:
  explicit program_runner(std::string_view model);

  // Run after run until the strategy has no more, `most` runs are made or there is trouble.
  runs_seen run(const oracle::program& p, strategy& s, std::uint64_t most,
                refcounts shown = refcounts::as_they_are);
  // The same with the exhaustive search, every refcount change an update.
  runs_seen search(const oracle::program& p, std::uint64_t most = 1'000'000);

  memory_model& model() { return *model_; }
  execution& machine() { return *execution_; }

 private:
  std::unique_ptr<memory_model> model_;
  std::unique_ptr<execution> execution_;
};

// How what an exhaustive search saw differs from what there is to see; empty if it does not.
std::string difference(const runs_seen& seen, const oracle::outcome_set& all);

}  // namespace suture::testing
