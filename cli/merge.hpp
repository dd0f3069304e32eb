// The parts of a check (--shard) joined to what the whole came to.
#pragma once

#include <string>
#include <vector>

#include "report/outcome.hpp"

namespace cli {

// The outcomes of one report, and where they come from.
struct part_report {
  std::string file;
  std::vector<suture::report::outcome> outcomes;
};

// One outcome for each variant, in the order of the first report. Throws wrong_use where the
// reports are not all the parts of one check: which file, and what is wrong.
std::vector<suture::report::outcome> merge(const std::vector<part_report>& parts);

}  // namespace cli
