// Steps down the tree of runs, for estimates of its size: see estimate.hpp.
#include "model/explore/exhaustive/exhaustive.hpp"

namespace suture {

graph* exhaustive::go_to(const graph& place) {
  begun_ = true;
  items_ = 0;
  depth_ = 0;
  frame& f = push();
  copy(place, f.g);
  f.base = f.g.size();
  return &f.g;
}

// Going on to the next run without making the present one passes by what hangs below it. So the
// graphs that come are the alternatives of what the last run added, each once; those of an
// alternative's own unit come with them, which is why the unit is settled in who goes there.
const graph* exhaustive::next_below() { return next_run(); }

void exhaustive::copy(const graph& from, graph& to) {
  past_.assign(from.size(), 1);
  to.assign_restricted(from, past_, no_event, renamed_);
}

}  // namespace suture
