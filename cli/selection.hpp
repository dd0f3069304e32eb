// From the patterns of a command line to variants of scenarios.
#pragma once

#include <string>
#include <vector>

#include "scenarios/scenario.hpp"

namespace cli {

// The variants that any of the patterns matches, in the order of the catalogue, each once; all
// where there is no pattern. The first may be a module (modules.hpp): then it is the scenarios of
// that, instead of the catalogue's, which the others choose from. Throws wrong_use for a pattern
// that is none or matches nothing: for a name, with the nearest names there are.
std::vector<const scenarios::variant*> select(const std::vector<std::string>& patterns);

// "; did you mean a, b or c?", or nothing where no name is near.
std::string did_you_mean(const std::string& unknown);

}  // namespace cli
