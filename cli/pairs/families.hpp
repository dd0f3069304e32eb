// The pairs of one family as rows and columns.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/pairs/matrix.hpp"

namespace cli {

struct family_matrix {
  std::string family;
  std::vector<std::string> operations;   // in the order of the source
  std::vector<const pairs_cell*> cells;  // by row, then column

  // Null where there is no such cell.
  const pairs_cell* at(std::size_t row, std::size_t column) const;
  std::size_t column_width(std::size_t column) const;
};

// Of a matrix of pairs of single operations. It must outlive what is returned.
std::vector<family_matrix> families_of(const pairs_matrix& m);

}  // namespace cli
