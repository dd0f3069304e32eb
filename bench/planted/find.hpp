// Looks for a planted bug by one strategy.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "library/suture.hpp"
#include "scenarios/planted/program.hpp"

namespace planted {

struct search_result {
  bool found = false;
  std::string kind;        // of the finding
  std::uint64_t runs = 0;  // up to it, or all
};

// Under sc, with all checkers on; at most `runs` runs.
inline search_result find(const program& p, std::string_view strategy, std::uint64_t seed,
                          std::uint64_t runs) {
  suture::options how;
  how.strategy = strategy;
  how.memory = "sc";
  how.seed = seed;
  how.max_executions = runs;
  how.max_seconds = 0;
  const suture::result r = suture::check(p.body, how);
  if (r.findings.empty()) return {false, {}, runs};
  return {true, r.findings.front().kind, r.executions + r.blocked + r.moot + r.cut_off + 1};
}

}  // namespace planted
