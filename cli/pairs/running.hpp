// The runs behind a matrix.
#pragma once

#include <vector>

#include "cli/check_options.hpp"
#include "cli/pairs/matrix.hpp"
#include "cli/pairs/subject.hpp"

namespace cli {

// Fills in what comes of each cell, which is of operations of `of`.
void check_cells(const check_options& how, pairs_subject& of, std::vector<pairs_cell>& cells);

}  // namespace cli
