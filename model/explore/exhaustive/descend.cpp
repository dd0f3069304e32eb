// A step down the tree of runs, for estimates of its size: see estimate.hpp.
#include <utility>

#include "model/explore/exhaustive/exhaustive.hpp"

namespace suture {

void exhaustive::begin_again() {
  begun_ = false;
  depth_ = 0;
  items_ = 0;
}

// Going on to the next run without making the present one passes by what hangs below it. So the
// graphs that come are the alternatives of what the last run added, each once; those of an
// alternative's own unit come with them, which is why the unit is settled in the one that is drawn.
graph* exhaustive::descend(rng& random, std::uint64_t& alternatives) {
  alternatives = 0;
  for (const graph* g = next_run(); g != nullptr; g = next_run()) {
    ++alternatives;
    // The k-th takes the place of those before it with probability 1/k.
    if (random.next() % alternatives != 0) continue;
    past_.assign(g->size(), 1);
    drawn_.assign_restricted(*g, past_, no_event, renamed_);
  }
  if (alternatives == 0) return nullptr;
  frame& f = push();
  std::swap(f.g, drawn_);
  f.base = f.g.size();
  return &f.g;
}

}  // namespace suture
