// When may a write revisit a read?
//
// TruSt (Kokologiannakis, Marmanis, Gladstein, Vafeiadis: "Truly Stateless, Optimal Dynamic Partial
// Order Reduction", POPL 2022). A write w that comes late can have been read by a read r that was
// added before it. Taking the value from w after all means to drop what was added after r and is
// not in w's prefix. The same smaller graph is reached from many larger ones; it is built only from
// the one in which everything dropped, and r, had been added with the latest choice each time.
#pragma once

#include "model/execution/graph.hpp"

namespace suture {

// Does `e` stay when `w` revisits `r`?
inline bool kept(const graph& g, event_id w, event_id r, event_id e) {
  return e <= r || g.in_prefix(g[e], g[w]);
}

// May `w`, the newest event, revisit `r`? `r` must read the same location and lie outside w's
// prefix.
bool revisitable(const graph& g, event_id w, event_id r);

}  // namespace suture
