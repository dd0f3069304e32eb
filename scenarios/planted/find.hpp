// Looks for a planted bug by one strategy.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scenarios/planted/program.hpp"

namespace planted {

struct search_result {
  bool found = false;
  std::string kind;        // of the finding
  std::uint64_t runs = 0;  // up to it, or all
};

// Under sc, with all checkers on; at most `runs` runs.
search_result find(const program& p, std::string_view strategy, std::uint64_t seed,
                   std::uint64_t runs);

}  // namespace planted
