// What a strategy sees of a program: the outcomes of its runs and the kinds of its findings.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "checkers/standard.hpp"
#include "model/engine/execution.hpp"
#include "tests/whole/program.hpp"

namespace suture::whole {

struct sighting {
  std::set<std::string> outcomes;  // of runs that came to their end without a finding
  std::set<std::string> kinds;     // of findings, as far as it does not hang on who came first;
                                   // "blocked" where a run stops without one
  std::uint64_t runs = 0;
  std::uint64_t longest = 0;  // events of the longest run
  std::uint64_t cut_off = 0;  // runs that a bound has ended
  bool exhausted = false;     // there was nothing more to see

  bool clean() const { return kinds.empty(); }
};

std::string to_text(const sighting& s);

// What `all` has and `some` does not, as text; empty where there is nothing.
std::string missing(const sighting& some, const sighting& all);
bool holds_all(const sighting& some, const sighting& all);

// Runs programs under one memory model.
class observer_of_programs {
 public:
  // `arena`: see execution. Checks of the library take theirs from 0 on.
  explicit observer_of_programs(std::string_view memory, unsigned arena = 62);

  std::string_view memory() const { return memory_; }
  // Every finding is seen, not only the first. Refcounts are counted one by one.
  sighting search(const program& p, std::uint64_t most);
  // The same, counting blind, up to the first finding, which is one with ordinary updates too.
  sighting search_blind(const program& p, std::uint64_t most);
  sighting search_bounded(const program& p, std::string_view strategy, std::uint64_t most);
  // Random runs from number `first` on are added to `seen`, at most `most`, or until all of
  // `until` is seen.
  void sample(const program& p, sighting& seen, std::uint64_t first, std::uint64_t most,
              const sighting* until = nullptr);

 private:
  void note(sighting& seen, const graph& g, run_end end, const std::string& outcome);

  std::string memory_;
  std::unique_ptr<memory_model> model_;
  execution run_;
  standard_checkers checkers_;
};

}  // namespace suture::whole
