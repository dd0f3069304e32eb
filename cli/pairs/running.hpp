// The runs behind a matrix.
#pragma once

#include <vector>

#include "cli/check_options.hpp"
#include "cli/modules.hpp"
#include "cli/pairs/matrix.hpp"

namespace cli {

// Fills in what comes of each cell. The module of the operations has been loaded.
void check_cells(const check_options& how, const std::vector<operation_of_module>& operations,
                 std::vector<pairs_cell>& cells);

}  // namespace cli
