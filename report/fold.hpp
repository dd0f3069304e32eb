// Folding: of many equal rounds of a loop, only the first and the last are shown.
#pragma once

#include <cstddef>
#include <vector>

#include "report/trace.hpp"

namespace suture::report {

// A stretch of a trace's steps, first included, last not. Either all of them are shown, or they are
// `rounds` rounds of a loop, of `period` steps each, that are left out.
struct stretch {
  std::size_t first = 0;
  std::size_t last = 0;
  std::size_t period = 0;  // 0: shown
  std::size_t rounds = 0;
};

// The trace as stretches, in order, none empty. Rounds are equal when the same threads do the same
// things at the same places; values may differ. The first and the last round of a loop are shown.
std::vector<stretch> fold(const trace& t);

}  // namespace suture::report
