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
  bool setup = false;  // left out because nothing runs beside it

  bool hidden() const { return period != 0 || setup; }
};

// The trace as stretches, in order, none empty. Rounds are equal when the same threads do the same
// things at the same places; values may differ. The first and the last round of a loop are shown.
// With `set_up` the steps before the first thread is created are left out, but for those that are
// needed, where that makes the trace shorter.
std::vector<stretch> fold(const trace& t, bool set_up = false);

}  // namespace suture::report
