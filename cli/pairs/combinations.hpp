// Which operations to try with which.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/pairs/matrix.hpp"
#include "cli/pairs/subject.hpp"

namespace cli {

// How many there are; `most` + 1 where there are more than `most`.
std::size_t count_combinations(const std::vector<pairs_operation>& of, unsigned threads,
                               unsigned length, std::size_t most);

// Each choice of operations of one family, in the order of `of`, each once: which thread does what
// is no matter.
std::vector<pairs_cell> combinations(const std::vector<pairs_operation>& of, unsigned threads,
                                     unsigned length);

// As modules/together.hpp has it: "list.together/a=append,b=pop".
std::string id_of(const pairs_cell& c);

}  // namespace cli
