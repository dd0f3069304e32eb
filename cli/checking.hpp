// Checking variants, each in a process of its own.
#pragma once

#include <vector>

#include "cli/check_options.hpp"
#include "cli/checkpoint.hpp"
#include "report/outcome.hpp"
#include "scenarios/scenario.hpp"

namespace cli {

// With a report on stdout there is nothing else there.
bool speaks(const check_options& how);

// Their outcomes, in order; where `how` speaks, a line for each is printed as they come in. `kept`
// may be null. Throws wrong_use where a checkpoint is not of this code.
std::vector<suture::report::outcome> check_all(
    const check_options& how, const std::vector<const scenarios::variant*>& variants,
    checkpoint* kept);

}  // namespace cli
